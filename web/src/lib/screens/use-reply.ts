import { useCallback, useEffect, useState } from 'react';
import type { Reply } from './staff-api.ts';

/** The answer to a request that is sent when the page is shown, and again by `reload`; undefined before the first. */
export const useReply = <T>(
  request: () => Promise<Reply<T>>,
): { reply: Reply<T> | undefined; reload(): void } => {
  const [reply, setReply] = useState<Reply<T>>();
  const [count, setCount] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again for each count
  useEffect(() => {
    let stopped = false;
    void request().then((next) => {
      if (!stopped) setReply(next);
    });
    return () => {
      stopped = true;
    };
  }, [request, count]);
  return { reply, reload: useCallback(() => setCount((before) => before + 1), []) };
};

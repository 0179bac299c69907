import { withTimeout } from '../tools/with-timeout.ts';
import type { FailureOf } from './failure-of.ts';

/** Waits until a view contains all that was in its partition of the log at the time of the call. */
export type CatchUp = (partition: number) => Promise<void>;

type Sync = { running: Promise<void>; next: Promise<void> | undefined };

/**
 * Shares the requests to Kafka: a call during one joins the next one, so that requests for unknown ids cannot cause
 * more than one at a time per partition. Rejects with a failure VIEW_BEHIND after `timeoutMs`.
 */
export function createCatchUp(
  sync: (partition: number) => Promise<void>,
  timeoutMs: number,
  failureOf: FailureOf,
): CatchUp {
  const syncs = new Map<number, Sync>();

  function begin(partition: number): Promise<void> {
    const running = sync(partition);
    const current: Sync = { running, next: undefined };
    syncs.set(partition, current);
    const onEnd = () => {
      if (syncs.get(partition) === current && !current.next) syncs.delete(partition);
    };
    running.then(onEnd, onEnd);
    return running;
  }

  function join(partition: number): Promise<void> {
    const current = syncs.get(partition);
    if (!current) return begin(partition);
    // The running one may have fetched the end of the log before the record was in it. Its failure goes to those that
    // wait for it.
    current.next ??= current.running.catch(() => {}).then(() => begin(partition));
    return current.next;
  }

  return async (partition) => {
    await withTimeout(join(partition), timeoutMs, () => failureOf('VIEW_BEHIND'));
  };
}

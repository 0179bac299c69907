import { useSyncExternalStore } from 'react';

const query = matchMedia('(min-width: 44rem)');
const subscribe = (listener: () => void): (() => void) => {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Whether lanes stand side by side; the same width as in the board's style sheet. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => query.matches);

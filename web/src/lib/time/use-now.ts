import { useSyncExternalStore } from 'react';

// One timer for the page, on whole seconds, so that all ages step together.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;

const step = () => {
  now = Date.now();
  timer = setTimeout(step, 1_000 - (now % 1_000));
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (listeners.size === 1) step();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
};

/** The current time in ms; renders again every second. Ages are computed from it, so a throttled tab is right at once. */
export const useNow = (): number =>
  useSyncExternalStore(
    subscribe,
    () => now,
    () => now,
  );

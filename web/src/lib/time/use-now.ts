import { useSyncExternalStore } from 'react';
import { clockOffset, currentTime, onClockOffset } from './clock.ts';

// One timer for the page, on whole seconds, so that all ages step together.
const listeners = new Set<() => void>();
let now = currentTime();
let timer: ReturnType<typeof setTimeout> | undefined;

const step = () => {
  clearTimeout(timer);
  now = currentTime();
  timer = setTimeout(step, 1_000 - (now % 1_000));
  for (const listener of listeners) listener();
};

// A device whose clock is minutes wrong must not show wrong ages for another second.
onClockOffset(() => {
  if (listeners.size > 0) step();
});

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (listeners.size === 1) step();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
};

/**
 * The current time in ms by the server's clock; renders again every second. Ages are computed from it, so a throttled
 * tab is right at once.
 */
export const useNow = (): number =>
  useSyncExternalStore(
    subscribe,
    () => now,
    () => now,
  );

/** Server's time minus device's, ms; 0 while unknown. */
export const useClockOffset = (): number => useSyncExternalStore(onClockOffset, clockOffset, clockOffset);

// One offset for the page, as there is one server.
let offsetMs = 0;
const listeners = new Set<() => void>();

/** The time of the server in ms, as far as it is known, else this device's: for all that is compared with timestamps. */
export const currentTime = (): number => Date.now() + offsetMs;

/** Server's time minus device's, ms; 0 while unknown. */
export const clockOffset = (): number => offsetMs;

/** Sets that; undefined: unknown again. */
export const setClockOffset = (ms: number | undefined): void => {
  const next = Math.round(ms ?? 0);
  if (next === offsetMs) return;
  offsetMs = next;
  for (const listener of listeners) listener();
};

/** Calls `listener` after each change of the offset. */
export const onClockOffset = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

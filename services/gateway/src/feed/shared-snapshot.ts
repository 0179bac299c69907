import type { Frame } from './frame.ts';

/** A snapshot, and the number of the frame after it. */
export type NumberedSnapshot = { frame: Frame | Promise<Frame>; next: number };

/** A snapshot of just now that others may have as well, with the frames since. */
export type SharedSnapshot = {
  /** Undefined: there is none, or it is too old for newcomers. */
  get(): NumberedSnapshot | undefined;
  make(next: number, make: () => Frame | Promise<Frame>): NumberedSnapshot;
  /** Frames from here on are needed for who is to get it; undefined: for nobody. Forgets what is too old. */
  oldestNeeded(): number | undefined;
  /** The frames below are gone. */
  dropBelow(seq: number): void;
};

/**
 * It is handed out for so many times as long as it took: when everybody comes back at once after a restart,
 * snapshots take no more than a twentieth of the time.
 */
const shareFactor = 20;
const maxShareMs = 2000;

export function createSharedSnapshot(now: () => number): SharedSnapshot {
  let shared: (NumberedSnapshot & { until: number }) | undefined;
  const isFresh = () => shared !== undefined && now() <= shared.until;
  return {
    get: () => (isFresh() ? shared : undefined),
    make(next, make) {
      const began = performance.now();
      const frame = make();
      const took = performance.now() - began;
      const taken = { frame, next, until: now() + Math.min(took * shareFactor, maxShareMs) };
      shared = taken;
      if (frame instanceof Promise) {
        taken.frame = frame.then((made) => {
          taken.frame = made;
          return made;
        });
      }
      return taken;
    },
    oldestNeeded() {
      if (shared && !isFresh() && !(shared.frame instanceof Promise)) shared = undefined;
      return shared?.next;
    },
    dropBelow(seq) {
      if (shared && shared.next < seq) shared = undefined;
    },
  };
}

import type { Frame, MaybePromise } from './frame.ts';

/** A snapshot, and the number of the first frame after it. */
export type NumberedSnapshot = { frame: MaybePromise<Frame>; next: number };

/** A recent snapshot that newcomers share, together with the frames since. */
export type SharedSnapshot = {
  /** Undefined: there is none, or it is too old for newcomers. */
  get(): NumberedSnapshot | undefined;
  /** Makes a snapshot that stands for all frames below `next`. */
  make(next: number, build: () => MaybePromise<Frame>): NumberedSnapshot;
  /** Number of the oldest frame that newcomers will need, undefined without a snapshot. Drops one that is too old. */
  oldestNeeded(): number | undefined;
  /** The frames below are gone. */
  dropBelow(seq: number): void;
};

/**
 * A snapshot is shared for so many times as long as it took: when all clients come back at once after a restart,
 * snapshots take no more than a twentieth of the time.
 */
const shareFactor = 20;
const maxShareMs = 2000;

export function createSharedSnapshot(now: () => number): SharedSnapshot {
  let shared: (NumberedSnapshot & { until: number }) | undefined;
  const isFresh = () => shared !== undefined && now() <= shared.until;
  return {
    get: () => (isFresh() ? shared : undefined),
    make(next, build) {
      const began = performance.now();
      const frame = build();
      const took = performance.now() - began;
      const made = { frame, next, until: now() + Math.min(took * shareFactor, maxShareMs) };
      shared = made;
      if (frame instanceof Promise) {
        made.frame = frame.then((rendered) => {
          made.frame = rendered;
          return rendered;
        });
      }
      return made;
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

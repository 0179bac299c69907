/** Ends of a topic's partitions at one time, ms since 1970. */
type Ends = { at: number; offsets: ReadonlyMap<number, number> };

/** The ends that a reader has not reached yet, the oldest first, and the last ones. Bounded. */
export type ReadLagState = readonly Ends[];

/** How far a reader is behind its log. */
export type ReadLag = {
  /** When the ends were looked up, ms since 1970. */
  measuredAt: number;
  /** Offsets between the reader and the ends; the markers of transactions take some. */
  offsets: number;
  /** For how long the reader has not reached what was in the log; 0 when it has read all. */
  seconds: number;
};

/** Ends that are kept: beyond it every second one of the older half is dropped, so that the oldest stays. */
const maxEnds = 60;

/** Adds the ends of a topic as looked up at `at`, and drops those that the reader has reached. */
export function observeEnds(
  state: ReadLagState,
  at: number,
  offsets: ReadonlyMap<number, number>,
  positions: ReadonlyMap<number, number>,
): ReadLagState {
  const open = state.filter((ends) => behind(ends.offsets, positions) > 0);
  const half = maxEnds >> 1;
  const kept = open.length < maxEnds ? open : open.filter((_, i) => i === 0 || i >= half || i % 2 === 1);
  return [...kept, { at, offsets }];
}

/** How far a reader at these positions is behind; undefined before the first look at the ends. */
export function readLagOf(state: ReadLagState, positions: ReadonlyMap<number, number>): ReadLag | undefined {
  const last = state.at(-1);
  if (!last) return undefined;
  const first = state.find((ends) => behind(ends.offsets, positions) > 0);
  return {
    measuredAt: last.at,
    offsets: behind(last.offsets, positions),
    // What was only just written is no delay: it counts from the look before which it was in the log.
    seconds: first ? (last.at - first.at) / 1000 : 0,
  };
}

function behind(ends: ReadonlyMap<number, number>, positions: ReadonlyMap<number, number>): number {
  let offsets = 0;
  for (const [partition, end] of ends) offsets += Math.max(0, end - (positions.get(partition) ?? 0));
  return offsets;
}

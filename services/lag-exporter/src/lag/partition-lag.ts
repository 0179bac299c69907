import type { LogBounds } from './observation.ts';

/**
 * Records that wait: from the committed offset, or from the log's start where nothing was ever committed, or
 * retention has deleted what lay behind the commit. A commit beyond the end that was asked for a moment before is
 * a race of the two questions and counts as 0.
 */
export function lagOf({ begin, end }: LogBounds, committed: number | undefined): number {
  return Math.max(0, end - waitingFrom({ begin, end }, committed));
}

/** Offset of the oldest record that waits. */
export function waitingFrom({ begin }: LogBounds, committed: number | undefined): number {
  return Math.max(begin, committed ?? begin);
}

import type { LogBounds } from './observation.ts';

/**
 * Offsets that wait: from the committed offset, or from the log's start where nothing was ever committed or retention
 * has deleted records behind the commit. A commit beyond the end that was fetched a moment before is a race between the
 * two requests and counts as 0.
 */
export function lagOf({ begin, end }: LogBounds, committed: number | undefined): number {
  return Math.max(0, end - waitingFrom({ begin, end }, committed));
}

/** Offset of the oldest record that waits. */
export function waitingFrom({ begin }: LogBounds, committed: number | undefined): number {
  return Math.max(begin, committed ?? begin);
}

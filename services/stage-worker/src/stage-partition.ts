import type { OffsetTracker } from './offset-tracker.ts';
import type { Ticket } from './ticket.ts';

/** One assigned partition of a stage's topic: its tickets that wait here, and what is finished. */
export type StagePartition = {
  readonly partition: number;
  readonly tracker: OffsetTracker;
  /** Fetched and not taken, oldest first. */
  readonly waiting: Ticket[];
  /** Commit point of the last successful commit. */
  committed: string;
  /** False until the group's committed offset is known: before that there is nothing to commit. */
  readonly open: boolean;
  paused: boolean;
  /** Aborted when the partition is lost: work on it must not be committed. */
  readonly lost: AbortController;
};

/**
 * Takes the next tickets round robin over the partitions. None is taken more than `window` offsets beyond the
 * oldest unfinished one of its partition, so that one stuck ticket does not distort the lag for long.
 */
export function takeTickets(
  partitions: readonly StagePartition[],
  count: number,
  window: number,
): { at: StagePartition; ticket: Ticket }[] {
  const taken: { at: StagePartition; ticket: Ticket }[] = [];
  for (let found = true; found && taken.length < count; ) {
    found = false;
    for (const at of partitions) {
      const [next] = at.waiting;
      const oldest = at.tracker.oldestUnfinished;
      if (!next || taken.length >= count) continue;
      if (oldest !== undefined && next.offset > oldest + window) continue;
      at.waiting.shift();
      taken.push({ at, ticket: next });
      found = true;
    }
  }
  return taken;
}

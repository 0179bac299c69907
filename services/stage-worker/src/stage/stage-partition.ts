import type { Ticket } from '../tickets/ticket.ts';
import type { OffsetTracker } from './offset-tracker.ts';

/** One assigned partition of a stage's topic: its tickets that wait here, and what is finished. */
export type StagePartition = {
  readonly partition: number;
  readonly tracker: OffsetTracker;
  /** Fetched and not in work, oldest first. */
  readonly waiting: Ticket[];
  /** Commit point of the last successful commit. */
  committed: string;
  paused: boolean;
  /** Aborted when the partition is revoked: work on it must not be committed. */
  readonly revoked: AbortController;
};

/** A ticket with the partition that it lies in. */
export type AssignedTicket = { partition: StagePartition; ticket: Ticket };

/**
 * Removes the next tickets round robin over the partitions. None is taken more than `maxOffsetSpan` offsets beyond the
 * oldest unfinished one of its partition, so that one stuck ticket does not distort the lag for long.
 */
export function takeTickets(
  partitions: readonly StagePartition[],
  count: number,
  maxOffsetSpan: number,
): AssignedTicket[] {
  const taken: AssignedTicket[] = [];
  for (let found = true; found && taken.length < count; ) {
    found = false;
    for (const partition of partitions) {
      const [next] = partition.waiting;
      const oldest = partition.tracker.oldestUnfinished;
      if (!next || taken.length >= count) continue;
      if (oldest !== undefined && next.offset > oldest + maxOffsetSpan) continue;
      partition.waiting.shift();
      taken.push({ partition, ticket: next });
      found = true;
    }
  }
  return taken;
}

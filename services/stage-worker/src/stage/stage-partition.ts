import type { Ticket } from '../tickets/ticket.ts';
import type { CommitPoint, OffsetTracker } from './offset-tracker.ts';
import type { UnreadableRecords } from './unreadable-records.ts';

/** One assigned partition of a stage's topic: what waits here, and what is finished. */
export type StagePartition = {
  readonly partition: number;
  readonly tracker: OffsetTracker;
  /** Fetched and not in work, oldest first. */
  readonly waiting: (Ticket | UnreadableRecords)[];
  /** The last successful commit. */
  committed: CommitPoint | undefined;
  paused: boolean;
  /** Of a manual stage: tickets that were taken and whose order has not left the stage. */
  held: number;
  /** Records that are no tickets, directly one behind the other up to the last that was fetched. */
  unreadableInRow: number;
  /**
   * Of a stage that adopts foreign records: the offset from which on each of them is an order of its own, see
   * `foreignOrderId`. Commits remember it. Undefined until the first fetch, when it is the log's end.
   */
  ownIdsFrom: number | undefined;
  /** Nothing is taken until a commit remembers `ownIdsFrom`: after a crash the same ids must be made again. */
  awaitsCommit: boolean;
  /** Aborted when the partition is revoked: work on it must not be committed. */
  readonly revoked: AbortController;
};

/** What a partition gave to be done: work on a ticket, or the report of records that are none. */
export type AssignedItem = { partition: StagePartition; item: Ticket | UnreadableRecords };

/**
 * Removes the next items round robin over the partitions. None is taken more than `maxOffsetSpan` offsets beyond the
 * oldest unfinished one of its partition, so that one stuck ticket does not distort the lag for long.
 */
export function takeItems(
  partitions: readonly StagePartition[],
  count: number,
  maxOffsetSpan: number,
): AssignedItem[] {
  const taken: AssignedItem[] = [];
  for (let found = true; found && taken.length < count; ) {
    found = false;
    for (const partition of partitions) {
      const [next] = partition.waiting;
      const oldest = partition.tracker.oldestUnfinished;
      if (!next || partition.awaitsCommit || taken.length >= count) continue;
      if (oldest !== undefined && next.offset > oldest + maxOffsetSpan) continue;
      partition.waiting.shift();
      taken.push({ partition, item: next });
      found = true;
    }
  }
  return taken;
}

/** A task that ends because its partition was revoked is done; any other rejection is unexpected, and stays one. */
export async function unlessRevoked(task: Promise<void>, { revoked }: StagePartition): Promise<void> {
  try {
    await task;
  } catch (error) {
    if (!revoked.signal.aborted) throw error;
  }
}

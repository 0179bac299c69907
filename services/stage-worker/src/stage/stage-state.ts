import type { Ticket } from '../tickets/ticket.ts';
import { createOffsetTracker } from './offset-tracker.ts';
import { type AssignedTicket, type StagePartition, takeTickets } from './stage-partition.ts';

export type StageLimits = {
  /** Tickets in work at a time, over all partitions. */
  maxInFlight: number;
  /** How far beyond its partition's oldest unfinished ticket one may be taken, in offsets. */
  maxOffsetSpan: number;
  /** Waiting tickets of a partition from which on its fetch rests, until half of them are left. */
  prefetchLimit: number;
};

/** @param capacity undefined for a manual stage: it works on nothing, and holds all tickets that there are */
export function stageLimits(capacity: number | undefined): StageLimits {
  const none = Number.POSITIVE_INFINITY;
  if (capacity === undefined) return { maxInFlight: none, maxOffsetSpan: none, prefetchLimit: none };
  return {
    maxInFlight: capacity,
    maxOffsetSpan: 16 * capacity,
    prefetchLimit: Math.max(64, 4 * capacity),
  };
}

/** A partition whose commit would say something new. */
export type DirtyPartition = { partition: StagePartition; offset: number; metadata: string; mark: string };

/**
 * The tickets of a stage's assigned partitions: what waits, what may be taken next, what can be committed. No IO and no
 * clock; `StageRun` is the shell around it.
 */
export class StageState {
  readonly #limits: StageLimits;
  readonly #partitions = new Map<number, StagePartition>();

  constructor(limits: StageLimits) {
    this.#limits = limits;
  }

  /** @param finished offsets at or above `offset` that a commit says are finished */
  open(partition: number, offset: number, finished: ReadonlySet<number> | undefined): void {
    this.#partitions.set(partition, {
      partition,
      tracker: createOffsetTracker(offset, finished),
      waiting: [],
      committed: '',
      paused: false,
      revoked: new AbortController(),
    });
  }

  /** @returns the partition whose work is to be aborted */
  close(partition: number): StagePartition | undefined {
    const closed = this.#partitions.get(partition);
    this.#partitions.delete(partition);
    closed?.revoked.abort();
    return closed;
  }

  /**
   * Adds fetched records, except those that were finished before a restart.
   * @param read undefined for a record that is no ticket
   * @returns whether the fetch of the partition is to rest
   */
  add<R extends { offset: number }>(
    partition: number,
    records: readonly R[],
    next: number,
    read: (record: R, partition: StagePartition) => Ticket | undefined,
  ): 'pause' | undefined {
    const found = this.#partitions.get(partition);
    if (!found) return undefined;
    for (const record of records) {
      const ticket = found.tracker.see(record.offset) ? read(record, found) : undefined;
      if (ticket) found.waiting.push(ticket);
    }
    found.tracker.advance(next);
    if (found.paused || found.waiting.length < this.#limits.prefetchLimit) return undefined;
    found.paused = true;
    return 'pause';
  }

  /** The tickets that there is room for while `inFlight` are in work. */
  take(inFlight: number): AssignedTicket[] {
    const { maxInFlight, maxOffsetSpan } = this.#limits;
    if (inFlight >= maxInFlight) return [];
    return takeTickets([...this.#partitions.values()], maxInFlight - inFlight, maxOffsetSpan);
  }

  /** Partitions whose fetch is to go on: half of what may wait was taken. */
  resume(): number[] {
    const resumed: number[] = [];
    for (const partition of this.#partitions.values()) {
      if (!partition.paused || partition.waiting.length >= this.#limits.prefetchLimit / 2) continue;
      partition.paused = false;
      resumed.push(partition.partition);
    }
    return resumed;
  }

  /** Drops what is not in work yet: it stays uncommitted for the next owner. */
  clearWaiting(): void {
    for (const { waiting } of this.#partitions.values()) waiting.length = 0;
  }

  /** Also when only the metadata changed: that the target is down, and back, is committed at once. */
  dirty(targetDown: boolean): DirtyPartition[] {
    return [...this.#partitions.values()].flatMap((partition) => {
      const { offset, metadata } = partition.tracker.commitPoint(targetDown);
      const mark = `${offset}/${metadata}`;
      return partition.committed === mark ? [] : [{ partition, offset, metadata, mark }];
    });
  }

  committed(dirty: readonly DirtyPartition[]): void {
    for (const { partition, mark } of dirty) partition.committed = mark;
  }
}

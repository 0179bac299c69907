import type { Ticket } from '../tickets/ticket.ts';
import { type CommitPoint, createOffsetTracker, type Standing } from './offset-tracker.ts';
import { type AssignedItem, type StagePartition, takeItems } from './stage-partition.ts';
import { addUnreadable } from './unreadable-records.ts';

export type StageLimits = {
  /** Tickets in work, and incidents being written, at a time, over all partitions. */
  maxInFlight: number;
  /** Tickets held at a time by a manual stage; more of them wait in Kafka. */
  maxHeld: number;
  /** How far beyond its partition's oldest unfinished ticket one may be taken, in offsets. */
  maxOffsetSpan: number;
  /** Waiting tickets of a partition from which on its fetch rests, until half of them are left. */
  prefetchLimit: number;
};

/**
 * @param capacity undefined for a manual stage: it works on nothing, and holds all tickets that there are. What it has
 * in flight are adopted orders being placed, and incidents.
 */
export function stageLimits(capacity: number | undefined, maxHeld: number): StageLimits {
  const maxOffsetSpan = Number.POSITIVE_INFINITY;
  if (capacity === undefined) return { maxInFlight: 1000, maxHeld, maxOffsetSpan, prefetchLimit: 2000 };
  return {
    maxInFlight: capacity,
    maxHeld,
    maxOffsetSpan: 16 * capacity,
    prefetchLimit: Math.max(64, 4 * capacity),
  };
}

/** A partition whose commit would say something new. */
export type DirtyPartition = { partition: StagePartition; point: CommitPoint };

/** What a commit said when the partition was opened. */
export type OpenedAt = {
  offset: number;
  /** Offsets at or above it that are finished. */
  finished?: ReadonlySet<number> | undefined;
  /**
   * Of a stage that adopts foreign records, see `StagePartition`: as the commit remembers it, 0 where nothing was ever
   * committed, or `end` for the commit of a release that does not remember it.
   */
  ownIdsFrom?: number | 'end' | undefined;
};

/** What a fetch brought. */
export type StageChunk<R> = {
  partition: number;
  records: readonly R[];
  /** Where the next fetch begins. */
  next: number;
  /** End of the log. */
  end: number;
};

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

  open(partition: number, { offset, finished, ownIdsFrom }: OpenedAt): void {
    this.#partitions.set(partition, {
      partition,
      tracker: createOffsetTracker(offset, finished),
      waiting: [],
      committed: undefined,
      paused: false,
      held: 0,
      unreadableInRow: 0,
      ownIdsFrom: ownIdsFrom === 'end' ? undefined : ownIdsFrom,
      awaitsCommit: ownIdsFrom === 'end',
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
   * @param read the ticket that a record is; throws for a record that is none
   * @returns whether the fetch of the partition is to rest
   */
  add<R extends { offset: number; key: string | null }>(
    { partition, records, next, end }: StageChunk<R>,
    read: (record: R, ownIdsFrom: number) => Ticket,
  ): 'pause' | undefined {
    const found = this.#partitions.get(partition);
    if (!found) return undefined;
    if (found.awaitsCommit) found.ownIdsFrom ??= end;
    for (const record of records) {
      if (!found.tracker.see(record.offset)) continue;
      try {
        found.waiting.push(read(record, found.ownIdsFrom ?? 0));
        found.unreadableInRow = 0;
      } catch (error) {
        addUnreadable(found.waiting, record, error, found.unreadableInRow);
        found.unreadableInRow += 1;
      }
    }
    found.tracker.advance(next);
    if (found.paused || found.waiting.length < this.#limits.prefetchLimit) return undefined;
    found.paused = true;
    return 'pause';
  }

  /** The items that there is room for while `inFlight` are in work. */
  take(inFlight: number): AssignedItem[] {
    const { maxInFlight, maxHeld, maxOffsetSpan } = this.#limits;
    const room = Math.min(maxInFlight - inFlight, maxHeld - this.held);
    if (room <= 0) return [];
    return takeItems([...this.#partitions.values()], room, maxOffsetSpan);
  }

  /** Tickets that a manual stage holds. */
  get held(): number {
    let held = 0;
    for (const partition of this.#partitions.values()) held += partition.held;
    return held;
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

  /** Also when only the metadata changed: that the work stands, and goes on, is committed at once. */
  dirty(standing: Standing): DirtyPartition[] {
    const dirty: DirtyPartition[] = [];
    for (const partition of this.#partitions.values()) {
      const point = partition.tracker.commitPoint(standing, partition.ownIdsFrom);
      if (!isSame(point, partition.committed)) dirty.push({ partition, point });
    }
    return dirty;
  }

  /** @returns whether there may be more to take now */
  committed(dirty: readonly DirtyPartition[]): boolean {
    let released = false;
    for (const { partition, point } of dirty) {
      partition.committed = point;
      if (!partition.awaitsCommit || point.since === undefined) continue;
      partition.awaitsCommit = false;
      released = true;
    }
    return released;
  }
}

function isSame(point: CommitPoint, committed: CommitPoint | undefined): boolean {
  return (
    point === committed || (point.offset === committed?.offset && point.metadata === committed?.metadata)
  );
}

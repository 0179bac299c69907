import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Change } from './change.ts';
import { encodeCursor } from './cursor.ts';
import { createRing, type Ring } from './ring.ts';

/**
 * The stream of changes of one log: the orders of a workflow, or the items of the shop. Knows neither Kafka's reader nor a
 * transport, and of what changes only that it has an id.
 */
export type Feed<T> = {
  readonly origin: string;
  readonly ring: Ring<T>;
  /** Next offset per partition: everything below has been ingested. */
  readonly offsets: readonly number[];
  /** When reading began, ms since 1970: what was compacted before that is not in the ring. */
  readonly startedAt: number;
  /** For how long compaction leaves the log whole, ms: older cursors cannot be resumed from it. */
  readonly resumeWindowMs: number;
  /** The cursor of now. One text for all subscribers until something changes or the second is over. */
  cursor(): string;
  /** Ingests records of the log, in order per partition, and calls the listeners with what changed. */
  ingest(partition: number, records: KafkaRecord[]): void;
  /** Up to these offsets there was nothing else: markers of transactions count as well. */
  advance(offsets: ReadonlyMap<number, number>): void;
  /** Calls `listener` with the changes of each batch; returns the function that removes it. */
  onChanges(listener: (changes: readonly Change<T>[]) => void): () => void;
  /** Forgets what is too old to be shown. @param now ms since 1970 */
  expire(now: number): void;
};

export type FeedOptions<T> = {
  origin: string;
  /** Per partition, the offset where reading begins. */
  begin: readonly number[];
  /** Changes in the ring. */
  ringSize: number;
  resumeWindowMs: number;
  now: () => number;
  /** Applies a record to the view; undefined when nothing has changed by it. */
  changeOf(record: KafkaRecord): Change<T> | undefined;
  expire(now: number): void;
};

export function createFeed<T>(options: FeedOptions<T>): Feed<T> {
  const { origin, begin, resumeWindowMs, now, changeOf, expire } = options;
  const ring = createRing<T>(options.ringSize, begin);
  const offsets = [...begin];
  const listeners = new Set<(changes: readonly Change<T>[]) => void>();
  let cached: { second: number; text: string } | undefined;

  return {
    origin,
    ring,
    offsets,
    startedAt: now(),
    resumeWindowMs,
    cursor() {
      const second = Math.floor(now() / 1000);
      if (cached?.second !== second) {
        cached = { second, text: encodeCursor({ origin, time: second, offsets }) };
      }
      return cached.text;
    },
    ingest(partition, records) {
      const changes: Change<T>[] = [];
      for (const record of records) {
        offsets[partition] = record.offset + 1;
        const change = changeOf(record);
        if (!change) continue;
        ring.push(change);
        changes.push(change);
      }
      cached = undefined;
      if (changes.length > 0) for (const listener of listeners) listener(changes);
    },
    advance(reached) {
      for (const [partition, offset] of reached) {
        offsets[partition] = Math.max(offsets[partition] ?? 0, offset);
      }
      cached = undefined;
    },
    onChanges(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    expire,
  };
}

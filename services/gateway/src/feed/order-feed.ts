import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { readSnapshot } from '@cupcakery/workflow/contracts/records';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { createOrderView, type OrderView } from '@cupcakery/workflow/views/view';
import type { Change } from './change.ts';
import { encodeCursor } from './cursor.ts';
import { createRing, type Ring } from './ring.ts';

/** A workflow's orders as of now, and the stream of their changes. Knows neither Kafka's reader nor a transport. */
export type OrderFeed = {
  readonly workflow: Workflow;
  readonly origin: string;
  readonly view: OrderView;
  readonly ring: Ring;
  /** Next offset per partition: everything below is in the view. */
  readonly offsets: readonly number[];
  /** When reading began, ms: what was compacted before that is not in the ring. */
  readonly startedAt: number;
  /** The cursor of now. One text for all subscribers as long as nothing changes and the second lasts. */
  cursor(): string;
  /** Takes records of `W.orders`, in order per partition, and tells the listeners of what changed. */
  ingest(partition: number, records: KafkaRecord[]): void;
  /** Up to these offsets there was nothing else: markers of transactions count as well. */
  advance(offsets: ReadonlyMap<number, number>): void;
  /** Called with the changes of each batch; returns the way to stop. */
  onChanges(listener: (changes: readonly Change[]) => void): () => void;
};

export type FeedOptions = {
  workflow: Workflow;
  origin: string;
  /** Per partition, the offset where reading begins. */
  begin: readonly number[];
  maxOrders: number;
  ringSize: number;
  now: () => number;
  /** A record that could not be read and was left out. */
  onUnreadable(record: KafkaRecord, error: unknown): void;
};

export function createOrderFeed(options: FeedOptions): OrderFeed {
  const { workflow, origin, now } = options;
  const view = createOrderView({ archiveAfter: workflow.archiveAfter, maxOrders: options.maxOrders });
  const ring = createRing(options.ringSize, options.begin);
  const offsets = [...options.begin];
  const listeners = new Set<(changes: readonly Change[]) => void>();
  let cached: { second: number; text: string } | undefined;

  return {
    workflow,
    origin,
    view,
    ring,
    offsets,
    startedAt: now(),
    cursor() {
      const second = Math.floor(now() / 1000);
      if (cached?.second !== second) {
        cached = { second, text: encodeCursor({ origin, time: second, offsets }) };
      }
      return cached.text;
    },
    ingest(partition, records) {
      const changes: Change[] = [];
      for (const record of records) {
        offsets[partition] = record.offset + 1;
        const after = readAfter(record, options.onUnreadable);
        if (after === undefined || record.key === null) continue;
        const before = view.get(record.key);
        const applied = view.apply(record.key, after);
        if (!applied && after !== null) continue;
        const change = changeOf(record, record.key, before, after);
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
  };
}

/** The snapshot of a record, null for a tombstone, undefined when it cannot be read. */
export function readAfter(record: KafkaRecord, onUnreadable: FeedOptions['onUnreadable']) {
  if (record.value === null) return null;
  try {
    return readSnapshot(record.value);
  } catch (error) {
    onUnreadable(record, error);
    return undefined;
  }
}

/** A change from a record; without a known order before, only version 1 is surely new. */
export function changeOf(
  record: KafkaRecord,
  orderId: string,
  before: Order | undefined,
  after: Order | null,
): Change {
  return {
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    orderId,
    before: before ?? (after?.version === 1 ? undefined : 'unknown'),
    after,
    bytes: record.value?.length ?? 0,
  };
}

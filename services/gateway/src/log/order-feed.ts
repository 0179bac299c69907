import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { createOrderView, type OrderView } from '@cupcakery/workflow/views/view';
import type { Change } from './change.ts';
import { encodeCursor } from './cursor.ts';
import { createOrderIndex, type OrderIndex } from './order-index.ts';
import { changeOf, readAfter } from './read-change.ts';
import { createRing, type Ring } from './ring.ts';
import type { DeliveryOf } from './trace-delivery.ts';

/** A workflow's orders as of now, and the stream of their changes. Knows neither Kafka's reader nor a transport. */
export type OrderFeed = {
  readonly workflow: Workflow;
  readonly origin: string;
  readonly view: OrderView;
  /** Of the orders in the view. */
  readonly index: Pick<OrderIndex, 'groups' | 'ofCustomer'>;
  readonly ring: Ring;
  /** Next offset per partition: everything below is in the view. */
  readonly offsets: readonly number[];
  /** When reading began, ms since 1970: what was compacted before that is not in the ring. */
  readonly startedAt: number;
  /** The cursor of now. One text for all subscribers until something changes or the second is over. */
  cursor(): string;
  /** Applies records of `W.orders`, in order per partition, and calls the listeners with what changed. */
  ingest(partition: number, records: KafkaRecord[]): void;
  /** Up to these offsets there was nothing else: markers of transactions count as well. */
  advance(offsets: ReadonlyMap<number, number>): void;
  /** Calls `listener` with the changes of each batch; returns the function that removes it. */
  onChanges(listener: (changes: readonly Change[]) => void): () => void;
};

export type FeedOptions = {
  workflow: Workflow;
  origin: string;
  /** Per partition, the offset where reading begins. */
  begin: readonly number[];
  /** Orders in the view, and changes in the ring. */
  maxOrders: number;
  ringSize: number;
  now: () => number;
  /** Called with a record that could not be read and was left out. */
  onUnreadable(record: KafkaRecord, error: unknown): void;
  /** Default: no change is traced. */
  deliveryOf?: DeliveryOf;
};

export function createOrderFeed(options: FeedOptions): OrderFeed {
  const { workflow, origin, now } = options;
  const index = createOrderIndex();
  const view = createOrderView({
    archiveAfter: workflow.archiveAfter,
    maxOrders: options.maxOrders,
    onReplaced: index.replace,
  });
  const ring = createRing(options.ringSize, options.begin);
  const offsets = [...options.begin];
  const listeners = new Set<(changes: readonly Change[]) => void>();
  let cached: { second: number; text: string } | undefined;

  /** The change of a record; undefined when it has none, or the view has a newer version already. */
  function applied(record: KafkaRecord): Change | undefined {
    const after = readAfter(record, options.onUnreadable);
    if (after === undefined || record.key === null) return undefined;
    const before = view.get(record.key);
    const isNews = view.apply(record.key, after);
    if (!isNews && after !== null) return undefined;
    return changeOf(record, record.key, before, after, options.deliveryOf?.(record));
  }

  return {
    workflow,
    origin,
    view,
    index,
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
        const change = applied(record);
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
  };
}

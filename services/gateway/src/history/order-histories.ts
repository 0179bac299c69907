import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { UnreadableRange } from '@cupcakery/kit/kafka/consume/fetch/unreadable';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { onAbort } from '@cupcakery/kit/tools/on-abort';
import { createSemaphore } from '@cupcakery/kit/tools/semaphore';
import type { FutureEvent, OrderEvent } from '@cupcakery/workflow/contracts/event';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { FeedError } from '../log/feed-error.ts';
import { createEventCollector } from './event-collector.ts';

/** What happened to an order, oldest first; incomplete when a bound was reached before its present version. */
export type OrderHistory = { events: (OrderEvent | FutureEvent)[]; complete: boolean };

/** Reads what happened to single orders from the log itself. */
export type OrderHistories = {
  /**
   * @param first at most so many events
   * @throws FeedError UNAVAILABLE when Kafka does not answer, or too many reads are under way
   */
  read(order: Order, first: number): Promise<OrderHistory>;
};

export type HistoryLimits = {
  /** Concurrent reads: each has its own connection and buffers. */
  readers: number;
  /** Reads that may wait for one of these. */
  waiting: number;
  /** Records and bytes looked at for one order: those of all orders of its partition since it was placed. */
  maxRecords: number;
  maxBytes: number;
  timeoutMs: number;
};

export const historyLimits: HistoryLimits = {
  readers: 4,
  waiting: 100,
  maxRecords: 200_000,
  maxBytes: 64 << 20,
  timeoutMs: 8000,
};

/** Records are timestamped a moment after their events, and clocks step back a little now and then. */
const marginMs = 10_000;

/** @param options.partitionsOf how many partitions the topics of a workflow have */
export function createOrderHistories(options: {
  kafka: KafkaClient;
  partitionsOf(workflow: string): number;
  onUnreadable(record: KafkaRecord, error: unknown): void;
  /** Events of the partition, perhaps of this order, cannot be read: its history is shown as incomplete then. */
  onRangeUnreadable(range: UnreadableRange): void;
  signal?: AbortSignal;
  limits?: HistoryLimits;
}): OrderHistories {
  const { kafka, partitionsOf, onUnreadable, limits = historyLimits } = options;
  const semaphore = createSemaphore(limits.readers);
  const running = new Map<string, Promise<OrderHistory>>();

  async function readFromLog(order: Order, first: number, enough: AbortSignal): Promise<OrderHistory> {
    const collector = createEventCollector(order, first, limits, onUnreadable);
    const reader = await startReader(
      {
        kafka,
        topic: topicNames(order.workflow).events,
        partitions: [partitionOf(order.id, partitionsOf(order.workflow))],
        from: { since: Date.parse(order.placedAt) - marginMs },
        onRecords: (_partition, records) => collector.receive(records),
        onUnreadable: options.onRangeUnreadable,
      },
      enough,
    );
    // On an abort, what has been read until then counts.
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    const removeListener = onAbort(enough, resolve);
    try {
      // A second sync: the transaction that wrote the order's snapshot may have had no marker here yet.
      const atEnd = reader.caughtUp.then(() => reader.sync());
      // In the race its rejection counts. After it the reader is being stopped, and the answer is made already.
      atEnd.catch(() => {});
      await Promise.race([collector.full, atEnd, reader.failed, aborted]);
    } finally {
      removeListener();
      // Not awaited: the answer does not depend on the connection being closed.
      void reader.stop();
    }
    return { events: collector.events, complete: collector.isComplete() };
  }

  async function readInTime(order: Order, first: number): Promise<OrderHistory> {
    const timeout = AbortSignal.timeout(limits.timeoutMs);
    const enough = AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]);
    try {
      return await readFromLog(order, first, enough);
    } catch (error) {
      if (!timeout.aborted) throw error;
      throw new FeedError('UNAVAILABLE', 'Kafka does not answer; try again.');
    }
  }

  return {
    read(order, first) {
      const key = `${order.id}/${order.version}/${first}`;
      const present = running.get(key);
      if (present) return present;
      if (running.size >= limits.readers + limits.waiting) {
        return Promise.reject(new FeedError('UNAVAILABLE', 'Too many histories are being read; try again.'));
      }
      const reading = semaphore.run(() => readInTime(order, first)).finally(() => running.delete(key));
      running.set(key, reading);
      return reading;
    },
  };
}

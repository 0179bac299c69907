import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { OrderEvent } from '@cupcakery/workflow/contracts/event';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { readEvent } from '@cupcakery/workflow/contracts/records';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { FeedError } from '../feed/errors.ts';
import { createGate } from '../feed/gate.ts';

/** What happened to an order, oldest first; not complete when a bound was met before its present version. */
export type OrderHistory = { events: OrderEvent[]; complete: boolean };

/** Reads what happened to single orders from the log itself. */
export type OrderHistories = {
  /**
   * @param first at most so many events
   * @throws FeedError UNAVAILABLE when Kafka does not answer, or too many ask at once
   */
  read(order: Order, first: number): Promise<OrderHistory>;
};

export type HistoryLimits = {
  /** Reads at a time: each has a connection and buffers of its own. */
  readers: number;
  /** Reads that may wait for that. */
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

/** Records are stamped a moment after their events, and clocks step back a little now and then. */
const marginMs = 10_000;

/** @param partitionsOf how many partitions the topics of a workflow have */
export function createOrderHistories(options: {
  kafka: KafkaClient;
  partitionsOf(workflow: string): number;
  onUnreadable(record: KafkaRecord, error: unknown): void;
  signal?: AbortSignal;
  limits?: HistoryLimits;
}): OrderHistories {
  const { kafka, partitionsOf, onUnreadable, limits = historyLimits } = options;
  const gate = createGate(limits.readers);
  const running = new Map<string, Promise<OrderHistory>>();

  async function readFrom(order: Order, first: number, enough: AbortSignal): Promise<OrderHistory> {
    const { events, take, full } = collector(order, first, limits, onUnreadable);
    const reader = await startReader(
      {
        kafka,
        topic: topicNames(order.workflow).events,
        partitions: [partitionOf(order.id, partitionsOf(order.workflow))],
        from: { since: Date.parse(order.placedAt) - marginMs },
        onRecords: (_partition, records) => take(records),
      },
      enough,
    );
    try {
      // The second look: the transaction that the order's snapshot is of may have had no marker here yet.
      const atEnd = reader.caughtUp.then(() => reader.sync());
      atEnd.catch(() => {});
      await Promise.race([full, atEnd, reader.failed, aborted(enough)]);
    } finally {
      // What was asked for is there; the connection closes in its own time.
      void reader.stop();
    }
    return { events, complete: isWhole(events, order) };
  }

  async function readInTurn(order: Order, first: number): Promise<OrderHistory> {
    const leave = await gate.enter();
    const timeout = AbortSignal.timeout(limits.timeoutMs);
    try {
      return await readFrom(
        order,
        first,
        AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]),
      );
    } catch (error) {
      if (!timeout.aborted) throw error;
      throw new FeedError('UNAVAILABLE', 'Kafka does not answer; try again.');
    } finally {
      leave();
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
      const reading = readInTurn(order, first).finally(() => running.delete(key));
      running.set(key, reading);
      return reading;
    },
  };
}

/** Picks the order's events out of its partition; `full` resolves at its present version, or at a bound. */
function collector(
  order: Order,
  first: number,
  { maxRecords, maxBytes }: HistoryLimits,
  onUnreadable: (record: KafkaRecord, error: unknown) => void,
) {
  const events: OrderEvent[] = [];
  const { promise: full, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  let bytes = 0;
  let over = false;

  function add(record: KafkaRecord): void {
    try {
      events.push(readEvent(record.value));
    } catch (error) {
      onUnreadable(record, error);
    }
  }

  function take(records: readonly KafkaRecord[]): void {
    for (const record of records) {
      if (over) return;
      seen += 1;
      bytes += record.value?.length ?? 0;
      if (record.key === order.id) add(record);
      over = events.at(-1)?.version === order.version || events.length >= first;
      if (over || seen >= maxRecords || bytes >= maxBytes) {
        over = true;
        resolve();
      }
    }
  }
  return { events, take, full };
}

/** Every change from the first to the present one is there. */
function isWhole(events: readonly OrderEvent[], { version }: Order): boolean {
  return events.length === version && events.at(-1)?.version === version;
}

/** Resolves when it is time to stop: what has been read until then counts. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

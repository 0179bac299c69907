import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { FutureEvent, OrderEvent } from '@cupcakery/workflow/contracts/event';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { readEvent } from '@cupcakery/workflow/contracts/records';

/** Picks one order's events out of the records of its partition. */
export type EventCollector = {
  readonly events: (OrderEvent | FutureEvent)[];
  receive(records: readonly KafkaRecord[]): void;
  /** Resolves at the order's present version, or at a bound. */
  readonly full: Promise<void>;
  /** Whether every change from the first to the present one is there. */
  isComplete(): boolean;
};

/**
 * @param first at most so many events
 * @param bounds records and bytes that are looked at, of all orders of the partition
 */
export function createEventCollector(
  order: Order,
  first: number,
  { maxRecords, maxBytes }: { maxRecords: number; maxBytes: number },
  onUnreadable: (record: KafkaRecord, error: unknown) => void,
): EventCollector {
  const events: (OrderEvent | FutureEvent)[] = [];
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

  return {
    events,
    receive(records) {
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
    },
    full,
    isComplete: () => events.length === order.version && events.at(-1)?.version === order.version,
  };
}

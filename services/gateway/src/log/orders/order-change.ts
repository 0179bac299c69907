import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { readSnapshot, type Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import type { Change, Delivery } from '../change.ts';

/** The snapshot of a record, null for a tombstone, undefined when it cannot be read. */
export function readAfter(
  record: KafkaRecord,
  onUnreadable: (record: KafkaRecord, error: unknown) => void,
): Snapshot | null | undefined {
  if (record.value === null) return null;
  try {
    return readSnapshot(record.value);
  } catch (error) {
    onUnreadable(record, error);
    return undefined;
  }
}

/** The change of a record. Without a known order before it, only version 1 is certainly new. */
export function changeOf(
  record: KafkaRecord,
  orderId: string,
  before: Order | undefined,
  after: Order | null,
  delivery?: Delivery,
): Change<Order> {
  const change: Change<Order> = {
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    id: orderId,
    before: before ?? (after?.version === 1 ? undefined : 'unknown'),
    after,
    bytes: record.value?.length ?? 0,
  };
  if (delivery) change.delivery = delivery;
  return change;
}

/** The change of a record that is read again, of which nothing from before is known; undefined when it has none. */
export function replayedChange(
  record: KafkaRecord,
  onUnreadable: (record: KafkaRecord, error: unknown) => void,
): Change<Order> | undefined {
  const after = readAfter(record, onUnreadable);
  if (after === undefined || record.key === null) return undefined;
  return changeOf(record, record.key, undefined, after);
}

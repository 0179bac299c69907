import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { unreadableState } from '@cupcakery/kit/kafka/exactly-once/state-fold';
import { hashPart } from '@cupcakery/workflow/contracts/identity';
import { isClosed } from '@cupcakery/workflow/contracts/order';
import type { OrderState } from '@cupcakery/workflow/contracts/order-state';
import { readState } from '@cupcakery/workflow/contracts/snapshot';
import { dedupStubOf } from '@cupcakery/workflow/decider/command-log';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';

/** The orders of one partition: open ones whole, closed ones as dedup stubs. */
export type PartitionOrders = {
  partition: number;
  workflow: Pick<Workflow, 'scope'>;
  orders: Map<string, OrderState>;
  /**
   * Last snapshots from before this process, not parsed yet: most orders are never touched again, and the less there
   * is to parse, the sooner the partition is served again. Disjoint from `orders`.
   */
  unread: Map<string, KafkaRecord>;
  /** Order id by the part of the id that orders of one idempotency key share. */
  byKey: Map<string, string>;
};

const noHeaders = Buffer.alloc(0);

export function createPartitionOrders(workflow: Pick<Workflow, 'scope'>, partition: number): PartitionOrders {
  return { partition, workflow, orders: new Map(), unread: new Map(), byKey: new Map() };
}

/** Stores an order's state, of a closed one only the dedup stub. */
export function storeOrder(partition: PartitionOrders, state: OrderState): void {
  const { id } = state.order;
  // Closed orders move to the end, so that the oldest of them come first when they expire.
  partition.orders.delete(id);
  partition.orders.set(id, isClosed(state.order) ? dedupStubOf(partition.workflow, state) : state);
  if (state.commandLog.keyHash !== undefined) partition.byKey.set(hashPart(id), id);
}

export function dropOrder(partition: PartitionOrders, orderId: string): void {
  partition.orders.delete(orderId);
  partition.unread.delete(orderId);
  if (partition.byKey.get(hashPart(orderId)) === orderId) partition.byKey.delete(hashPart(orderId));
}

/** Stores a record of the orders topic unparsed; a tombstone drops the order. */
export function restoreOrder(partition: PartitionOrders, record: KafkaRecord): void {
  const { key, value } = record;
  if (key === null) return;
  if (value === null) {
    dropOrder(partition, key);
    return;
  }
  // A copy: the record is a view that would keep the whole fetch in memory.
  partition.unread.set(key, { ...record, value: Buffer.from(value), headers: noHeaders });
  // Without an idempotency key this part is never looked up, and with one the order that was placed is the first.
  if (!partition.byKey.has(hashPart(key))) partition.byKey.set(hashPart(key), key);
}

/**
 * The order's state, parsed from its snapshot if that has not happened yet; undefined if there is no such order.
 * @throws PartitionStopped for a snapshot that cannot be read: without its state the next command would be decided as if
 * the order did not exist, and a repeated idempotency key would place a second one
 */
export function stateOfOrder(partition: PartitionOrders, orderId: string): OrderState | undefined {
  const record = partition.unread.get(orderId);
  if (!record) return partition.orders.get(orderId);
  let state: OrderState;
  try {
    state = readState(record.value);
  } catch (error) {
    throw unreadableState(record, error);
  }
  partition.unread.delete(orderId);
  storeOrder(partition, state);
  return partition.orders.get(orderId);
}

/** Parses up to `max` snapshots that were never touched, so that their orders can expire. */
export function readSome(partition: PartitionOrders, max: number): void {
  for (const id of [...partition.unread.keys()].slice(0, max)) stateOfOrder(partition, id);
}

/**
 * Closed orders older than `archiveAfter`, at most `max`.
 * @param archiveAfter seconds since the order closed
 */
export function expiredOrders(
  partition: PartitionOrders,
  { archiveAfter, now, max }: { archiveAfter: number; now: Date; max: number },
): OrderState[] {
  const expired: OrderState[] = [];
  for (const candidate of partition.orders.values()) {
    if (!isClosed(candidate.order)) continue;
    const age = now.getTime() - Date.parse(candidate.order.updatedAt);
    if (age < archiveAfter * 1000 || expired.length === max) break;
    expired.push(candidate);
  }
  return expired;
}

import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';

/** What a stage needs for a rate of orders. */
export type Need = {
  /** Tickets in work, on average (Little's law). */
  inWork: number;
  /** Replicas whose capacity holds them. */
  byCapacity: number;
  /**
   * Replicas of which none is overloaded although each owns whole partitions, of which some have one more.
   * Undefined: a single partition brings more than one replica can do.
   */
  byPartitions: number | undefined;
};

/** @param perSecond orders that pass the stage, spread evenly over the partitions */
export function needOf({ takes = 0, capacity }: Stage, partitions: number, perSecond: number): Need {
  const inWork = perSecond * takes;
  const byCapacity = Math.max(1, Math.ceil(inWork / capacity));
  // Multiplied before it is divided: 4 of 0.333 each are to be 12, and not a little less.
  const ownable = inWork === 0 ? partitions : Math.floor((capacity * partitions) / inWork);
  const byPartitions = ownable === 0 ? undefined : Math.ceil(partitions / Math.min(ownable, partitions));
  return { inWork, byCapacity, byPartitions };
}

/** Orders a second at which every partition has its replica and all of them work without a pause. */
export function mostPerSecond({ takes = 0, capacity }: Stage, partitions: number): number {
  return takes === 0 ? Number.POSITIVE_INFINITY : (partitions * capacity) / takes;
}

/** The capacity with which the partitions that there are would do. */
export function capacityFor({ takes = 0 }: Stage, partitions: number, perSecond: number): number {
  return Math.max(1, Math.ceil((perSecond * takes) / partitions));
}

/** Values of the chart that decide about memory. */
export type Views = { maxOrders: number; resumeEvents: number; maxFrameBytes: number; workflows: number };

const mebi = 2 ** 20;
const base = 150 * mebi;

/** Mebibytes below which the chart refuses the limits of order-api and gateway. */
export function memoryOf({ maxOrders, resumeEvents, maxFrameBytes, workflows }: Views) {
  const orders = 6 * 1024 * maxOrders * workflows;
  const ring = 3 * 1024 * resumeEvents * workflows;
  return {
    orderApi: Math.ceil((base + orders) / mebi),
    gateway: Math.ceil((base + orders + ring + maxFrameBytes) / mebi),
  };
}

/** Bytes of a closed order in an order-processor, measured: once it was looked at, and before, as after a restart. */
export const closedOrderBytes = { known: 1_100, unread: 2_200 };

/** Mebibytes for closed orders in an order-processor that has all partitions of its workflow. */
export function closedOrdersOf({ archiveAfter }: Workflow, perSecond: number): number {
  return Math.ceil((perSecond * archiveAfter * closedOrderBytes.unread) / mebi);
}

/** Mebibytes below which the chart refuses the limit of an order-processor. */
export function processorMemoryOf(workflow: Workflow, perSecond: number): number {
  const closed = perSecond * workflow.archiveAfter * closedOrderBytes.unread;
  return Math.ceil((128 * mebi + closed) / mebi);
}

/** Bytes of a ticket that the worker of a manual stage holds, and of a withdrawal, both measured and rounded up. */
export const workerBytes = { held: 256, withdrawal: 28 };

/** Mebibytes below which the chart refuses the limit of a manual stage's worker. */
export function heldTicketsOf(maxHeld: number): number {
  return Math.ceil((120 * mebi + workerBytes.held * maxHeld) / mebi);
}

/** Mebibytes for the withdrawals of a manual stage: one for each order until it is archived. */
export function withdrawalsOf({ archiveAfter }: Workflow, perSecond: number): number {
  return Math.ceil((perSecond * archiveAfter * workerBytes.withdrawal) / mebi);
}

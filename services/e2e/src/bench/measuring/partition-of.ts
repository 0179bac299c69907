/** Partition of an order id as the README of services/workflow states it: FNV-1a of the part before the dash. */
export function partitionOf(orderId: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (const char of orderId.slice(0, orderId.indexOf('-'))) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  }
  return (hash >>> 0) % partitions;
}

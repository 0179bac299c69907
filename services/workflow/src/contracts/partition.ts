import { hashPart } from './identity.ts';

/**
 * The partition of an order in every topic of its workflow: FNV-1a (32 bit) of the id's part before
 * the dash (the low byte of each UTF-16 unit), modulo the partitions; an id `p<N>.…` names its partition itself (`partitionBy`).
 */
export function partitionOf(orderId: string, partitions: number): number {
  const part = hashPart(orderId);
  const named = /^p(\d{1,4})\./.exec(part);
  if (named?.[1] !== undefined && Number(named[1]) < partitions) return Number(named[1]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < part.length; i++) {
    hash ^= part.charCodeAt(i) & 0xff;
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % partitions;
}

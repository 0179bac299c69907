import type { PartitionLag } from '../lag/lag-report.ts';

/** So long commands may wait without any being decided: a processor that restarts needs some seconds. */
const quietSeconds = 10;

/** Orders are not decided: since when (ms), and on how many partitions of the commands. */
export type Undecided = { since: number; partitions: number };

/**
 * Whether commands wait and none is decided for too long, partition by partition: each has one processor, and the
 * others may go on. Undefined when all move, and where that is not known.
 * @param partitions of the topics of commands, as the processor's group stands there
 * @param at when that was measured, ms; what was long ago then is long ago
 */
export function undecidedSince(
  partitions: readonly Pick<PartitionLag, 'partition' | 'lag' | 'oldestAgeSeconds' | 'unchangedSince'>[],
  at: number,
): Undecided | undefined {
  const standing = new Map<number, number>();
  for (const { partition, lag, oldestAgeSeconds, unchangedSince } of partitions) {
    if (lag === null || lag === 0) continue;
    const waitingSince = oldestAgeSeconds === null ? undefined : at - oldestAgeSeconds * 1000;
    const since = stoodSince(waitingSince, unchangedSince);
    if (since === undefined || at - since < quietSeconds * 1000) continue;
    standing.set(partition, Math.min(since, standing.get(partition) ?? since));
  }
  if (standing.size === 0) return undefined;
  return { since: Math.min(...standing.values()), partitions: standing.size };
}

/** Where nothing waited there was nothing to decide; where nothing was ever decided all that waited counts. */
function stoodSince(
  waitingSince: number | undefined,
  unchangedSince: number | null | undefined,
): number | undefined {
  if (unchangedSince === undefined) return undefined;
  if (unchangedSince === null) return waitingSince;
  return Math.max(unchangedSince, waitingSince ?? unchangedSince);
}

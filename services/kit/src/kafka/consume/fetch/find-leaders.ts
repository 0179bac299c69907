import { createBackoff, sleep } from '../../../tools/backoff.ts';
import type { FetcherOptions } from './fetcher-options.ts';

/** A log line for each so many looks, of which there is one a second: elections are shorter. */
const looksPerLine = 30;

/**
 * Refreshes the metadata until all partitions have a leader or the signal is aborted; never rejects.
 * @param missing the partitions without one, as topic/partition
 */
export async function findLeaders(
  { connection, log }: Pick<FetcherOptions, 'connection' | 'log'>,
  missing: () => readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const backoff = createBackoff({ min: 50, max: 1000 });
  for (let looks = 1; !signal.aborted; looks++) {
    await sleep(backoff.next(), signal);
    await connection.tryRefreshMetadata();
    const partitions = missing();
    if (partitions.length === 0) return;
    if (looks % looksPerLine === 0) {
      log.warn({ partitions }, 'partitions have no leader, so nothing is read of them; look at the brokers');
    }
  }
}

import { createBackoff, sleep } from '../../../tools/backoff.ts';
import { errorType } from '../../connection/errors.ts';

/**
 * Retries while the broker still writes the last transaction's markers (CONCURRENT_TRANSACTIONS), usually for 2 ms.
 * @throws any other error, and this one after `withinMs` or once the signal is aborted
 */
export async function retryWhileConcurrent<T>(
  request: () => Promise<T>,
  withinMs: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  const backoff = createBackoff({ min: 2, max: 40, factor: 1.3 });
  for (;;) {
    try {
      return await request();
    } catch (error) {
      const isConcurrent = errorType(error) === 'CONCURRENT_TRANSACTIONS' && Date.now() <= deadline;
      if (!isConcurrent || signal?.aborted) throw error;
      await sleep(backoff.next());
    }
  }
}

import { retry } from '../../../tools/retry.ts';
import { errorType } from '../../connection/errors.ts';

/**
 * Retries while the broker still writes the last transaction's markers (CONCURRENT_TRANSACTIONS), usually for 2 ms.
 * @throws any other error, and this one after `withinMs` or once the signal is aborted
 */
export function retryWhileConcurrent<T>(
  request: () => Promise<T>,
  withinMs: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  return retry(request, {
    backoff: { min: 2, max: 40, factor: 1.3 },
    signal,
    isRetryable: (error) => errorType(error) === 'CONCURRENT_TRANSACTIONS' && Date.now() <= deadline,
  });
}

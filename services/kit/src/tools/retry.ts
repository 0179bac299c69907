import { createBackoff, sleep } from './backoff.ts';

export type RetryOptions = {
  /** The waits between attempts, see `createBackoff`. */
  backoff: { min: number; max: number; factor?: number };
  /** Default: no bound but the signal. */
  attempts?: number | undefined;
  /** When aborted, nothing is retried any more, and a wait ends early. */
  signal?: AbortSignal | undefined;
  /** Default: every error is worth another attempt. */
  isRetryable?: (error: unknown) => boolean;
  /** Called before each wait. */
  onRetry?: ((error: unknown) => void) | undefined;
  /** Awaited after each wait: what may make the next attempt succeed. */
  recover?: (error: unknown) => Promise<void>;
};

/**
 * Repeats a request until it succeeds.
 * @throws the last error: not worth another attempt, the attempts are used up, or the signal is aborted
 */
export async function retry<T>(request: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts = Number.POSITIVE_INFINITY, signal, isRetryable = () => true, onRetry, recover } = options;
  const backoff = createBackoff(options.backoff);
  for (let attempt = 1; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (signal?.aborted || attempt >= attempts || !isRetryable(error)) throw error;
      onRetry?.(error);
      await sleep(backoff.next(), signal);
      if (signal?.aborted) throw error;
      await recover?.(error);
    }
  }
}

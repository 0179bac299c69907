import { FeedError } from './errors.ts';

const timeoutMs = 10_000;

/** Waits for Kafka, but not for ever: then FeedError UNAVAILABLE. */
export async function inTime(work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new FeedError('UNAVAILABLE', 'Kafka does not answer; try again.')),
    timeoutMs,
  );
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

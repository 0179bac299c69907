import { observeEnds, type ReadLag, type ReadLagState, readLagOf } from './read-lag.ts';
import type { Reader } from './reader.ts';

/** How far a reader is behind its log, measured in the background. */
export type ReadLagWatch = {
  /** Undefined while unknown: not measured yet, or Kafka has not answered for a while. */
  latest(): ReadLag | undefined;
  stop(): void;
};

/**
 * Looks up the ends of a reader's log every `everyMs`.
 * @param options.onFailure called with the first of several failures in a row
 */
export function watchReadLag(options: {
  reader: Pick<Reader, 'ends' | 'positions'>;
  everyMs?: number;
  /** Age above which a measurement is no longer known. */
  staleMs?: number;
  now?: () => number;
  onFailure(error: unknown): void;
}): ReadLagWatch {
  const { reader, everyMs = 2000, staleMs = 10_000, now = Date.now } = options;
  let state: ReadLagState = [];
  let measuring = false;
  let failing = false;
  let stopped = false;

  async function measure(): Promise<void> {
    // A broker that does not answer must not pile up requests.
    if (measuring) return;
    measuring = true;
    try {
      const ends = await reader.ends();
      state = observeEnds(state, now(), ends, reader.positions());
      failing = false;
    } catch (error) {
      if (!failing && !stopped) options.onFailure(error);
      failing = true;
    } finally {
      measuring = false;
    }
  }

  void measure();
  const timer = setInterval(() => void measure(), everyMs);
  return {
    latest() {
      const lag = readLagOf(state, reader.positions());
      return lag && now() - lag.measuredAt <= staleMs ? lag : undefined;
    },
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

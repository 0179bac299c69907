import { sleep } from '../tools/backoff.ts';

/** How many commands wait for a processor, as far as is known. */
export type Backlog = {
  /** Undefined while unknown: never fetched successfully, or not for a while. */
  readonly commands: number | undefined;
  /** True above the bound. An unknown backlog is not overload. */
  readonly overloaded: boolean;
  /** True if Kafka answered recently. */
  readonly reachable: boolean;
  stop(): Promise<void>;
};

/**
 * Polls the lag of the processor's group in the background, so that no request waits for it.
 * @param options.fetchLag rejects, or does not settle, when Kafka cannot be reached
 */
export function startBacklogPolling(options: {
  fetchLag: () => Promise<number>;
  maxCommands: number;
  intervalMs?: number;
  /** Age of the last result above which the backlog is unknown and Kafka counts as unreachable. */
  staleMs?: number;
  now?: () => number;
  onChange?: (backlog: Backlog) => void;
  /** Called with the first failure of several in a row. */
  onFailure: (error: unknown) => void;
}): Backlog {
  const { fetchLag, maxCommands, intervalMs = 1000, staleMs = 5000, now = () => performance.now() } = options;
  const stopping = new AbortController();
  let last: { commands: number; at: number } | undefined;
  let polling = false;
  let failing = false;

  async function poll(): Promise<void> {
    if (polling) return;
    polling = true;
    try {
      last = { commands: await fetchLag(), at: now() };
      failing = false;
    } catch (error) {
      // The consequence is `reachable`; the reason may be a missing right, which no reconnection would log.
      if (!failing) options.onFailure(error);
      failing = true;
    } finally {
      polling = false;
      options.onChange?.(backlog);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Not awaited: a frozen broker never answers, and readiness has to change nevertheless.
      void poll();
      await sleep(intervalMs, stopping.signal);
      options.onChange?.(backlog);
    }
  }

  const fresh = () => last !== undefined && now() - last.at <= staleMs;
  const backlog: Backlog = {
    get commands() {
      return fresh() ? last?.commands : undefined;
    },
    get overloaded() {
      return (this.commands ?? 0) > maxCommands;
    },
    get reachable() {
      return fresh();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
  const running = run();
  return backlog;
}

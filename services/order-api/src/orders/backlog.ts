import { sleep } from '@cupcakery/kit/tools/backoff';

/** How many commands of a workflow wait for the processor, as far as is known. */
export type Backlog = {
  /** Undefined while it is unknown: never asked with success, or not for a while. */
  readonly commands: number | undefined;
  /** True above the bound. An unknown backlog is not overload. */
  readonly overloaded: boolean;
  /** True while Kafka answered lately. */
  readonly reachable: boolean;
  stop(): Promise<void>;
};

/**
 * Polls the lag of the processor's group in the background, so that no request waits for it.
 * @param ask rejects, or stays silent, when Kafka cannot be reached
 */
export function startBacklogPolling(options: {
  ask: () => Promise<number>;
  maxCommands: number;
  intervalMs?: number;
  /** Age of the last answer from which on the backlog is unknown and Kafka counts as away. */
  staleMs?: number;
  now?: () => number;
  onChange?: (backlog: Backlog) => void;
}): Backlog {
  const { ask, maxCommands, intervalMs = 1000, staleMs = 5000, now = () => performance.now() } = options;
  const stopping = new AbortController();
  let last: { commands: number; at: number } | undefined;
  let asking = false;

  async function poll(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      last = { commands: await ask(), at: now() };
    } catch {
      // What it costs shows in `reachable`; kafkajs has logged the reason.
    } finally {
      asking = false;
      options.onChange?.(backlog);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Not awaited: a frozen broker answers nobody, and readiness has to change all the same.
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

import { pause } from '../tools/wait.ts';
import { noPromises, type Promises } from './promises.ts';
import { createRequests } from './requests.ts';

export type Load = {
  readonly promises: Promises;
  /** Longest time between two acknowledged placements so far, ms. */
  readonly longestGapMs: number;
  /** Stops placing and waits until every request has its answer, at most `withinMs`. */
  stop(withinMs?: number): Promise<Promises>;
};

const canPlaceEveryMs = 20;

export type LoadOptions = {
  url: string;
  workflow: string;
  runId: string;
  perSecond: number;
  maxInFlight?: number;
  details?: (n: number) => Record<string, unknown>;
  cancels?: boolean;
  /** Whether one more may be placed when `sent` are; while it returns false, the load waits. */
  canPlace?: (sent: number) => boolean;
  /** Sent with every request, such as a token. */
  headers?: () => Promise<Record<string, string>>;
};

/**
 * Places orders at a steady rate until stopped. Of every 20, one is sent twice at the same time under one key and
 * three are cancelled as soon as they are placed. What fails or is deferred is repeated under the same key.
 */
export function startLoad(options: LoadOptions): Load {
  const { url, workflow, runId, perSecond, maxInFlight = 40, cancels = true } = options;
  const canPlace = options.canPlace ?? (() => true);
  const details = options.details ?? ((n: number) => ({ n }));
  const promises = noPromises();
  const requests = createRequests({
    orders: `${url}/api/v1/workflows/${workflow}/orders`,
    promises,
    headers: options.headers ?? (async () => ({})),
  });
  const inFlight = new Set<Promise<void>>();
  let stopping = false;

  async function placeOne(n: number): Promise<void> {
    const id = await requests.place(`${runId}-${n}`, details(n), n % 20 === 7 ? 2 : 1);
    if (id !== undefined && cancels && n % 20 < 3) await requests.cancel(id);
  }

  async function run(): Promise<void> {
    const began = performance.now();
    for (let n = 0; !stopping; n += 1) {
      await pause(began + (n * 1000) / perSecond - performance.now());
      while (inFlight.size >= maxInFlight && !stopping) await Promise.race(inFlight);
      while (!canPlace(n) && !stopping) await pause(canPlaceEveryMs);
      if (stopping) return;
      const task = placeOne(n).finally(() => inFlight.delete(task));
      inFlight.add(task);
    }
  }

  const running = run();
  return {
    promises,
    get longestGapMs() {
      return requests.longestGapMs();
    },
    async stop(withinMs = 60_000) {
      stopping = true;
      requests.stopRetryingAt(Date.now() + withinMs);
      await running;
      await Promise.all(inFlight);
      return promises;
    },
  };
}

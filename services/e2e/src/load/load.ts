import { pause } from '../tools/wait.ts';
import { type ApiAnswer, postIdempotently } from './order-api.ts';

/** What order-api has promised, for the checker to compare. */
export type Promises = {
  /** Acknowledged order id by idempotency key. */
  placed: Map<string, string>;
  /** Answers to cancels: `true` the order is cancelled, `false` it was refused. */
  cancelled: Map<string, boolean>;
  /** Requests that never got a decision. */
  unsettled: string[];
  /** Answers that do not fit their request. */
  wrong: string[];
  /** Requests that had to be repeated, and how often for which reason. */
  repeats: number;
  repeatedFor: Map<string, number>;
};

/** The promises of a load that has not started. */
export function noPromises(): Promises {
  return {
    placed: new Map(),
    cancelled: new Map(),
    unsettled: [],
    wrong: [],
    repeats: 0,
    repeatedFor: new Map(),
  };
}

/** Adds the promises of one load to those of several. */
export function addPromises(all: Promises, more: Promises): void {
  for (const [key, id] of more.placed) all.placed.set(key, id);
  for (const [id, yes] of more.cancelled) all.cancelled.set(id, yes);
  all.unsettled.push(...more.unsettled);
  all.wrong.push(...more.wrong);
}

export type Load = {
  readonly promises: Promises;
  /** Longest time between two acknowledged placements so far, ms. */
  readonly longestGapMs: number;
  /** Stops placing and waits until every request has its answer, at most `withinMs`. */
  stop(withinMs?: number): Promise<Promises>;
};

const retryMs = 250;
const canPlaceEveryMs = 20;

/**
 * Places orders at a steady rate until stopped. Of every 20, one is sent twice at the same time under one key and
 * three are cancelled as soon as they are placed. What fails or is deferred is repeated under the same key.
 */
export function startLoad(options: {
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
}): Load {
  const { url, workflow, runId, perSecond, maxInFlight = 40, cancels = true } = options;
  const room = options.canPlace ?? (() => true);
  const headers = options.headers ?? (async () => ({}));
  const details = options.details ?? ((n: number) => ({ n }));
  const orders = `${url}/api/v1/workflows/${workflow}/orders`;
  const promises = noPromises();
  const inFlight = new Set<Promise<void>>();
  let stopping = false;
  let deadline = Number.POSITIVE_INFINITY;
  let lastAcknowledged = Date.now();
  let longestGapMs = 0;

  async function postUntilDecided(target: string, key: string, body: unknown): Promise<ApiAnswer> {
    for (;;) {
      const answer = await postIdempotently(target, key, body, await headers());
      if (answer.kind !== 'retry' || Date.now() > deadline) return answer;
      promises.repeats += 1;
      promises.repeatedFor.set(answer.why, (promises.repeatedFor.get(answer.why) ?? 0) + 1);
      await pause(retryMs);
    }
  }

  function acknowledge(key: string, answer: ApiAnswer): string | undefined {
    if (answer.kind === 'retry') promises.unsettled.push(`place ${key}: ${answer.why}`);
    if (answer.kind === 'refused') promises.wrong.push(`place ${key}: ${answer.status} ${answer.code}`);
    if (answer.kind !== 'order') return undefined;
    const before = promises.placed.get(key);
    if (before !== undefined && before !== answer.id) {
      promises.wrong.push(`place ${key}: answered with ${before} and with ${answer.id}`);
    }
    promises.placed.set(key, answer.id);
    longestGapMs = Math.max(longestGapMs, Date.now() - lastAcknowledged);
    lastAcknowledged = Date.now();
    return answer.id;
  }

  async function placeOne(n: number): Promise<void> {
    const key = `${runId}-${n}`;
    const body = { details: details(n) };
    const times = n % 20 === 7 ? 2 : 1;
    const answers = await Promise.all(
      Array.from({ length: times }, () => postUntilDecided(orders, key, body)),
    );
    const [id] = answers.map((answer) => acknowledge(key, answer));
    if (id !== undefined && cancels && n % 20 < 3) await cancel(id);
  }

  async function cancel(id: string): Promise<void> {
    const answer = await postUntilDecided(`${orders}/${id}/cancel`, `cancel-${id}`, { reason: 'fault run' });
    if (answer.kind === 'order') {
      promises.cancelled.set(id, true);
      if (answer.status !== 'cancelled') promises.wrong.push(`cancel ${id}: 200, but ${answer.status}`);
    } else if (answer.kind === 'refused') {
      promises.cancelled.set(id, false);
      if (!['TOO_LATE', 'CLOSED'].includes(answer.code)) {
        promises.wrong.push(`cancel ${id}: ${answer.status} ${answer.code}`);
      }
    } else promises.unsettled.push(`cancel ${id}: ${answer.why}`);
  }

  async function run(): Promise<void> {
    const began = performance.now();
    for (let n = 0; !stopping; n += 1) {
      await pause(began + (n * 1000) / perSecond - performance.now());
      while (inFlight.size >= maxInFlight && !stopping) await Promise.race(inFlight);
      while (!room(n) && !stopping) await pause(canPlaceEveryMs);
      if (stopping) return;
      const task = placeOne(n).finally(() => inFlight.delete(task));
      inFlight.add(task);
    }
  }

  const running = run();
  return {
    promises,
    get longestGapMs() {
      return longestGapMs;
    },
    async stop(withinMs = 60_000) {
      stopping = true;
      deadline = Date.now() + withinMs;
      await running;
      await Promise.all(inFlight);
      return promises;
    },
  };
}

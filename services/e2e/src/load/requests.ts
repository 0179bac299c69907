import { pause } from '../tools/wait.ts';
import { type ApiAnswer, postIdempotently } from './order-api.ts';
import type { Promises } from './promises.ts';

const retryMs = 250;

/** Requests that are repeated until they are decided; what they were promised is recorded. */
export type Requests = {
  /** Places one order, `times` at once with one key; its id unless it was refused or not decided. */
  place(key: string, details: Record<string, unknown>, times: number): Promise<string | undefined>;
  cancel(id: string): Promise<void>;
  /** From this time on (ms since the epoch) nothing is repeated any more. */
  stopRetryingAt(time: number): void;
  /** Longest time between two acknowledged placements so far, ms. */
  longestGapMs(): number;
};

/** @param options.orders the URL of the workflow's orders */
export function createRequests(options: {
  orders: string;
  promises: Promises;
  headers: () => Promise<Record<string, string>>;
}): Requests {
  const { orders, promises, headers } = options;
  let deadline = Number.POSITIVE_INFINITY;
  let lastAcknowledged = Date.now();
  let longestGapMs = 0;

  async function postUntilDecided(target: string, key: string, body: unknown): Promise<ApiAnswer> {
    for (;;) {
      const answer = await postIdempotently(target, key, body, headers);
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

  return {
    async place(key, details, times) {
      const answers = await Promise.all(
        Array.from({ length: times }, () => postUntilDecided(orders, key, { details })),
      );
      const [id] = answers.map((answer) => acknowledge(key, answer));
      return id;
    },
    async cancel(id) {
      const answer = await postUntilDecided(`${orders}/${id}/cancel`, `cancel-${id}`, {
        reason: 'fault run',
      });
      if (answer.kind === 'order') {
        promises.cancelled.set(id, true);
        if (answer.status !== 'cancelled') promises.wrong.push(`cancel ${id}: 200, but ${answer.status}`);
      } else if (answer.kind === 'refused') {
        promises.cancelled.set(id, false);
        if (!['TOO_LATE', 'CLOSED'].includes(answer.code)) {
          promises.wrong.push(`cancel ${id}: ${answer.status} ${answer.code}`);
        }
      } else promises.unsettled.push(`cancel ${id}: ${answer.why}`);
    },
    stopRetryingAt(time) {
      deadline = time;
    },
    longestGapMs: () => longestGapMs,
  };
}

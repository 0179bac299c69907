import type { Order, UserError } from '../../../lib/orders/order.ts';

/** What one request came back with. */
export type Reply = { order: Order | null; errors: readonly UserError[] } | { lost: string };

/** What became of an order, as far as this page knows. */
export type Outcome =
  | { kind: 'placed'; order: Order }
  | { kind: 'refused'; errors: readonly UserError[] }
  /** No answer: it may or may not have been taken. Sending it again with the same key is safe. */
  | { kind: 'unknown'; reason: string };

const waits = [300, 1_000, 2_500];

/**
 * Sends an order until there is an answer, a few times at most. All requests carry one idempotency key, so a
 * lost answer cannot make two orders. `send` does one request; `pause` waits between two.
 */
export const sendOrder = async (
  send: () => Promise<Reply>,
  pause: (ms: number) => Promise<void> = wait,
): Promise<Outcome> => {
  let reason = '';
  for (const ms of [...waits, undefined]) {
    const reply = await send();
    if ('lost' in reply) reason = reply.lost;
    else if (reply.order) return { kind: 'placed', order: reply.order };
    else {
      const passing = reply.errors.find(({ code }) => code === 'UNAVAILABLE' || code === 'PENDING');
      if (!passing) return { kind: 'refused', errors: reply.errors };
      reason = passing.message;
    }
    if (ms !== undefined) await pause(ms);
  }
  return { kind: 'unknown', reason };
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

import type { Order, UserError } from '../../../lib/orders/order.ts';

/** What one request came back with. `orderId`: of an order that was accepted and is not decided yet. */
export type Reply =
  | { order: Order | null; orderId: string | null; errors: readonly UserError[] }
  | { lost: string };

/** The outcome of placing an order, as far as this page knows. */
export type Outcome =
  | { kind: 'placed'; order: Order }
  | { kind: 'refused'; errors: readonly UserError[] }
  /** Accepted: the kitchen has it, and has not confirmed it yet. */
  | { kind: 'pending'; orderId: string }
  /** No answer: it may or may not have been taken. Sending it again with the same key is safe. */
  | { kind: 'unknown'; reason: string };

/** A request that follows one without an answer: the how many-th of how many, and why. */
export type Retry = { attempt: number; of: number; reason: string };

const waits = [300, 1_000, 2_500];

/**
 * Sends an order until there is an answer, a few times at most. All requests carry one idempotency key, so a
 * lost answer cannot make two orders.
 * @param send does one request
 * @param onRetry called before each further one
 * @param pause waits between two
 */
export const sendOrder = async (
  send: () => Promise<Reply>,
  onRetry: (retry: Retry) => void = () => {},
  pause: (ms: number) => Promise<void> = wait,
): Promise<Outcome> => {
  let reason = '';
  for (const [index, ms] of [0, ...waits].entries()) {
    if (index > 0) {
      onRetry({ attempt: index + 1, of: waits.length + 1, reason });
      await pause(ms);
    }
    const reply = await send();
    if ('lost' in reply) reason = reply.lost;
    else if (reply.order) return { kind: 'placed', order: reply.order };
    else {
      const accepted = reply.errors.some(({ code }) => code === 'PENDING');
      if (accepted && reply.orderId !== null) return { kind: 'pending', orderId: reply.orderId };
      const passing = reply.errors.find(({ code }) => code === 'UNAVAILABLE' || code === 'PENDING');
      if (!passing) return { kind: 'refused', errors: reply.errors };
      reason = passing.message;
    }
  }
  return { kind: 'unknown', reason };
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

import type { Answer } from './event.ts';
import type { Order } from './order.ts';

/** What an order keeps beside its own state, above all so that a repeated request gets the answer of the first; `memory` in its snapshot. */
export type CommandLog = {
  /** Hash of (workflow, subject, idempotency key) of the request that placed it. */
  keyHash?: string;
  /** Hash of that request's body. */
  bodyHash?: string;
  /** The last answers, oldest first. */
  recent: Answer[];
  /** Stages of which a ticket was withdrawn: their withdrawals are removed when the order is archived. */
  withdrawn?: string[];
  /** There is a record in `W.contacts`, which is removed when the order is archived. */
  hasContact?: boolean;
  /** The trace that the order's tickets belong to; absent for orders of releases before there were traces. */
  traceparent?: string;
};

/**
 * An order and what deduplicates its commands. `pendingAnswers` are answers that produced no event (refusals, and
 * commands that changed nothing): in memory only, until the next event carries them in its field `refused`.
 */
export type OrderState = { order: Order; commandLog: CommandLog; pendingAnswers: Answer[] };

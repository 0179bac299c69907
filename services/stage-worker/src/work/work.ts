import type { Ticket } from '../tickets/ticket.ts';

/** How work on a ticket ended for good. */
export type WorkResult = { result: 'done'; outcome?: string } | { result: 'failed'; reason: string };

/**
 * How one attempt ended. `retry`: it used an attempt. `down`: the target cannot be reached, which uses none. `broken`:
 * the exchange broke off, for a reason that may lie in the target or in this ticket.
 */
export type AttemptResult = WorkResult | { result: 'retry' | 'down' | 'broken'; reason: string };

/** Does the work of one ticket once. Rejects only when `signal` is aborted. */
export type Work = (ticket: Ticket, signal: AbortSignal) => Promise<AttemptResult>;

/** Asks the target of the work whether it answers at all. Rejects only when `signal` is aborted. */
export type Probe = (signal: AbortSignal) => Promise<{ up: boolean }>;

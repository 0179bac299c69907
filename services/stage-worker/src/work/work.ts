import type { Ticket } from '../tickets/ticket.ts';

/** How work on a ticket ended. `down`: the target cannot be reached, the ticket stays and is tried again. */
export type WorkResult =
  | { result: 'done'; outcome?: string }
  | { result: 'failed'; reason: string }
  | { result: 'down'; reason: string };

/** Does the work of one ticket once. Rejects only when `signal` is aborted. */
export type Work = (
  ticket: Ticket,
  signal: AbortSignal,
) => Promise<WorkResult | { result: 'retry'; reason: string }>;

/** Asks the target of the work whether it answers at all. Never rejects. */
export type Probe = (signal: AbortSignal) => Promise<{ up: boolean }>;

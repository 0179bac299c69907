import type { Answer, OrderEvent } from './event.ts';
import type { Order } from './order.ts';

/** How many answered commands an order remembers. */
export const rememberedAnswers = 16;

/** What an order remembers to answer a repeated request as it answered the first. */
export type Memory = {
  /** Hash of (workflow, subject, idempotency key) of the request that placed it. */
  keyHash?: string;
  /** Hash of that request's body. */
  bodyHash?: string;
  recent: Answer[];
  /** Stages of which a ticket was withdrawn: their withdrawals go when the order is archived. */
  withdrawn?: string[];
};

/**
 * An order and what dedupes its commands. `refused` holds the answers that made no event (refusals, and
 * yes to what was so already): they wait in memory for the next event to carry them.
 */
export type OrderState = { order: Order; memory: Memory; refused: Answer[] };

/**
 * The memory after an event: the answers it carries, then its own, the last 16 kept.
 * @param withdrawn the stage whose ticket the event withdraws
 */
export function remember(memory: Memory | undefined, event: OrderEvent, withdrawn?: string): Memory {
  const recent = [...(memory?.recent ?? []), ...(event.refused ?? [])];
  if (event.answer && recent.at(-1)?.id !== event.answer.id) recent.push(event.answer);
  const next: Memory = { ...memory, recent: recent.slice(-rememberedAnswers) };
  if (event.type === 'OrderPlaced') {
    if (event.keyHash !== undefined) next.keyHash = event.keyHash;
    if (event.answer?.hash !== undefined) next.bodyHash = event.answer.hash;
  }
  if (withdrawn !== undefined && !memory?.withdrawn?.includes(withdrawn)) {
    next.withdrawn = [...(memory?.withdrawn ?? []), withdrawn];
  }
  return next;
}

/** The answer this order gave to a command of that id, if it still remembers. */
export function rememberedAnswer(state: OrderState, commandId: string): Answer | undefined {
  return state.memory.recent.find((a) => a.id === commandId) ?? state.refused.find((a) => a.id === commandId);
}

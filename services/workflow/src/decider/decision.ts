import type { Command } from '../contracts/command.ts';
import type { Answer, OrderEvent } from '../contracts/event.ts';
import type { OrderState } from '../contracts/order-state.ts';
import type { Refusal, RefusalCode } from '../contracts/refusal.ts';

/** What the decider answers: events (none: nothing changes, the answer is as before), or why not. */
export type Decision = { events: OrderEvent[] } | { refusal: Refusal };

/** Nothing changes and the answer is a yes: what was asked for is so already. */
export const unchanged: Decision = { events: [] };

/** A no, with a sentence for people. */
export function refuse(code: RefusalCode, message: string, errors?: Refusal['errors']): Decision {
  return { refusal: errors ? { code, message, errors } : { code, message } };
}

type EventFields = Pick<OrderEvent, 'orderId' | 'version' | 'at' | 'by' | 'answer' | 'refused'>;
/** Makes what all events of one command share; `nth` counts them from 0. */
export type EventBase = (nth?: number) => EventFields;

/** Fills what all events share; the first event of a command carries the answers since the last one. */
export function createEventBase(state: OrderState | undefined, command: Command, now: string): EventBase {
  return (nth = 0) => {
    const base: EventFields = {
      orderId: state?.order.id ?? command.orderId,
      version: (state?.order.version ?? 0) + 1 + nth,
      at: now,
      by: command.by.name,
    };
    if (isLogged(command)) base.answer = answerOf(command);
    if (nth === 0 && state && state.pendingAnswers.length > 0) base.refused = state.pendingAnswers;
    return base;
  };
}

/**
 * Workers' commands repeat harmlessly by their visit, so they take no room in the memory; except
 * `place` (an adopted record), which has no visit: it is known again by the hash of its body.
 */
function isLogged(command: Command): boolean {
  return command.by.kind !== 'worker' || command.type === 'place';
}

/** How a command is remembered. */
export function answerOf(command: Command, code?: RefusalCode): Answer {
  const answer: Answer = { id: command.id };
  if (command.bodyHash !== undefined) answer.hash = command.bodyHash;
  if (code !== undefined) answer.code = code;
  return answer;
}

import type { Command } from '../../contracts/command.ts';
import type { Answer, OrderEvent } from '../../contracts/event.ts';
import type { OrderState } from '../../contracts/order-state.ts';
import type { Refusal, RefusalCode } from '../../contracts/refusal.ts';

/** The decider's answer: events (none when nothing changes and the command is accepted), or a refusal. */
export type Decision = { events: OrderEvent[] } | { refusal: Refusal };

/** The command is accepted and changes nothing: the order is already as requested. */
export const unchanged: Decision = { events: [] };

/** A refusal with a sentence for people. */
export function refuse(code: RefusalCode, message: string, errors?: Refusal['errors']): Decision {
  return { refusal: errors ? { code, message, errors } : { code, message } };
}

type EventFields = Pick<OrderEvent, 'orderId' | 'version' | 'at' | 'by' | 'actor' | 'answer' | 'refused'>;
/** The fields that all events of one command share; `index` counts these events from 0. */
export type EventBase = (index?: number) => EventFields;

/** The shared fields of a command's events. The first event also carries the pending answers. */
export function createEventBase(state: OrderState | undefined, command: Command, now: string): EventBase {
  return (index = 0) => {
    const base: EventFields = {
      orderId: state?.order.id ?? command.orderId,
      version: (state?.order.version ?? 0) + 1 + index,
      at: now,
      by: command.by.kind === 'customer' ? 'customer' : command.by.name,
    };
    if (command.actor) base.actor = command.actor;
    if (isLogged(command)) base.answer = answerOf(command);
    if (index === 0 && state && state.pendingAnswers.length > 0) base.refused = state.pendingAnswers;
    return base;
  };
}

/**
 * Workers' commands are not logged: they name their visit, so repeating them is harmless. The exception is `place`
 * (an adopted record), which has no visit: a repeat is recognised by the hash of its body.
 */
function isLogged(command: Command): boolean {
  return command.by.kind !== 'worker' || command.type === 'place';
}

/** A command's entry in the command log. */
export function answerOf(command: Command, code?: RefusalCode): Answer {
  const answer: Answer = { id: command.id };
  if (command.bodyHash !== undefined) answer.hash = command.bodyHash;
  if (code !== undefined) answer.code = code;
  return answer;
}

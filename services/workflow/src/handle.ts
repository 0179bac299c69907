import type { Command } from './command.ts';
import { answerOf, decide } from './decide.ts';
import type { OrderEvent } from './event.ts';
import { evolve } from './evolve.ts';
import { type OrderState, rememberedAnswers } from './memory.ts';
import type { Refusal } from './refusal.ts';
import type { Workflow } from './workflow-file.ts';

/** A command's outcome: the state after it and one (event, state) pair per event. */
export type Outcome = {
  state: OrderState | undefined;
  steps: { event: OrderEvent; state: OrderState }[];
  refusal?: Refusal;
};

/**
 * Decides a command and folds its events: what the order-processor does to one order, without IO.
 * A refusal of a person's command is remembered with the order (and recorded by its next event).
 * An exception in the decider becomes the refusal FAULT, and opens an incident on an open order.
 */
export function handle(
  workflow: Workflow,
  state: OrderState | undefined,
  command: Command,
  now: string,
): Outcome {
  let decision: ReturnType<typeof decide>;
  try {
    decision = decide(workflow, state, command, now);
  } catch (error) {
    decision = faulted(state, command, now, error);
    const outcome = fold(state, 'events' in decision ? decision.events : []);
    return { ...outcome, refusal: { code: 'FAULT', message: messageOf(error) } };
  }
  if ('refusal' in decision) {
    return { state: withRefused(state, command, decision.refusal), steps: [], refusal: decision.refusal };
  }
  return fold(state, decision.events);
}

function fold(before: OrderState | undefined, events: OrderEvent[]): Outcome {
  let state = before;
  const steps = events.map((event) => {
    state = evolve(state, event);
    return { event, state };
  });
  return { state, steps };
}

function faulted(
  state: OrderState | undefined,
  command: Command,
  now: string,
  error: unknown,
): { events: OrderEvent[] } {
  if (state?.order.status !== 'open') return { events: [] };
  const event: OrderEvent = {
    type: 'IncidentOpened',
    orderId: state.order.id,
    version: state.order.version + 1,
    at: now,
    by: 'order-processor',
    stage: state.order.stage,
    reason: `${command.type} failed: ${messageOf(error)}`,
  };
  if (command.by.kind !== 'worker') event.answer = answerOf(command, 'FAULT');
  if (state.refused.length > 0) event.refused = state.refused;
  return { events: [event] };
}

function withRefused(
  state: OrderState | undefined,
  command: Command,
  refusal: Refusal,
): OrderState | undefined {
  // KEY_REUSED and repeated refusals are answers about an id that is remembered already.
  if (!state || command.by.kind === 'worker' || refusal.code === 'KEY_REUSED') return state;
  if (command.by.kind === 'customer' && state.order.customerId !== command.by.name) return state;
  const known = [...state.memory.recent, ...state.refused];
  if (known.some((a) => a.id === command.id)) return state;
  const refused = [...state.refused, answerOf(command, refusal.code)].slice(-rememberedAnswers);
  return { ...state, refused };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { isHiddenFrom } from '../access/visibility.ts';
import type { Command } from '../contracts/command.ts';
import type { OrderEvent } from '../contracts/event.ts';
import type { Order } from '../contracts/order.ts';
import type { OrderState } from '../contracts/order-state.ts';
import type { Refusal, RefusalCode } from '../contracts/refusal.ts';
import type { Workflow } from '../file/workflow-file.ts';
import { loggedAnswer, maxLoggedAnswers } from './command-log.ts';
import { answerOf } from './commands/decision.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';

/** A command's outcome: the state after it and one (event, state) pair per event. */
export type Outcome = {
  state: OrderState | undefined;
  steps: { event: OrderEvent; state: OrderState }[];
  refusal?: Refusal;
};

/**
 * Decides a command and folds its events: what the order-processor does to one order, without IO.
 * An answer to a person that produces no event (a refusal, or a command that changes nothing) becomes a pending
 * answer of the order, and its next event carries it.
 * An exception in the decider becomes the refusal FAULT, and opens an incident on an open order; so does a refusal of a
 * worker's complete that would leave the order waiting without an end.
 */
export function handle(
  workflow: Workflow,
  state: OrderState | undefined,
  command: Command,
  now: string,
): Outcome {
  try {
    const decision = decide(workflow, state, command, now);
    if ('refusal' in decision) {
      const { refusal } = decision;
      if (state && leavesOrderHanging(state.order, command, refusal)) {
        return { ...fold(state, [stopped(state, command, now, refusal.message)]), refusal };
      }
      return withoutEvent(workflow, state, command, refusal);
    }
    return decision.events.length > 0 ? fold(state, decision.events) : withoutEvent(workflow, state, command);
  } catch (error) {
    const refusal: Refusal = { code: 'FAULT', message: messageOf(error) };
    // A closed order cannot stop, and one at an incident has already stopped.
    if (state?.order.status !== 'open') return withoutEvent(workflow, state, command, refusal);
    return { ...fold(state, [stopped(state, command, now, messageOf(error))]), refusal };
  }
}

/**
 * The outcome of a command that was decided but cannot be written: it is refused. A worker drops its ticket whatever
 * becomes of its command, so the order stops at an incident rather than wait without an end.
 */
export function refuseDecided(
  state: OrderState | undefined,
  command: Command,
  refusal: Refusal,
  now: string,
): Outcome {
  if (command.by.kind !== 'worker' || state?.order.status !== 'open') return { state, steps: [], refusal };
  return { ...fold(state, [stopped(state, command, now, refusal.message)]), refusal };
}

function fold(before: OrderState | undefined, events: OrderEvent[]): Outcome {
  let state = before;
  const steps = events.map((event) => {
    state = evolve(state, event);
    return { event, state };
  });
  return { state, steps };
}

/**
 * A worker sends the end of its work once and drops the ticket. If that is refused while the order waits for exactly
 * this visit, nobody would work on it again.
 */
function leavesOrderHanging(order: Order, command: Command, { code }: Refusal): boolean {
  if (command.by.kind !== 'worker' || code !== 'INVALID' || order.status !== 'open') return false;
  return command.type === 'complete' && command.stage === order.stage && command.visit === order.visit;
}

/** The order stops at an incident, for a reason that only a person can put right. */
function stopped(state: OrderState, command: Command, now: string, reason: string): OrderEvent {
  const event: OrderEvent = {
    type: 'IncidentOpened',
    orderId: state.order.id,
    version: state.order.version + 1,
    at: now,
    by: 'order-processor',
    stage: state.order.stage,
    reason: `${command.type} failed: ${reason}`,
  };
  if (command.by.kind !== 'worker') event.answer = answerOf(command, 'FAULT');
  if (state.pendingAnswers.length > 0) event.refused = state.pendingAnswers;
  return event;
}

function withoutEvent(
  workflow: Workflow,
  state: OrderState | undefined,
  command: Command,
  refusal?: Refusal,
): Outcome {
  const outcome: Outcome = { state: withPendingAnswer(workflow, state, command, refusal?.code), steps: [] };
  return refusal ? { ...outcome, refusal } : outcome;
}

function withPendingAnswer(
  workflow: Workflow,
  state: OrderState | undefined,
  command: Command,
  code: RefusalCode | undefined,
): OrderState | undefined {
  // KEY_REUSED is about an id whose answer is logged already.
  if (!state || command.by.kind === 'worker' || code === 'KEY_REUSED') return state;
  if (isHiddenFrom(workflow, state.order, command) || loggedAnswer(state, command.id)) return state;
  return {
    ...state,
    pendingAnswers: [...state.pendingAnswers, answerOf(command, code)].slice(-maxLoggedAnswers),
  };
}

/** Bounded, as it goes into events and replies, and a validator's message can quote its input. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 1000);
}

import { isHiddenFrom } from '../access/visibility.ts';
import type { Command } from '../contracts/command.ts';
import type { Answer } from '../contracts/event.ts';
import type { OrderState } from '../contracts/order-state.ts';
import type { Workflow } from '../file/workflow-file.ts';
import { loggedAnswer } from './command-log.ts';
import { cancel } from './commands/decide-cancel.ts';
import { mark } from './commands/decide-mark.ts';
import { place } from './commands/decide-place.ts';
import { recall } from './commands/decide-recall.ts';
import { resolve } from './commands/decide-resolve.ts';
import { atStage } from './commands/decide-stage.ts';
import { createEventBase, type Decision, refuse, unchanged } from './commands/decision.ts';

export { answerOf, type Decision } from './commands/decision.ts';

/**
 * Decides one command on one order: the table "What the decider answers" of the README, cell by cell.
 * @param state the order, or for `place` the order that the same idempotency key placed; undefined if there is none
 * @param now RFC 3339 UTC, so that the decision depends on its arguments alone
 * @throws when the workflow lacks a stage of the order's route; `handle` turns that into an incident
 */
export function decide(
  workflow: Workflow,
  state: OrderState | undefined,
  command: Command,
  now: string,
): Decision {
  // Checked before the command log: repeating a command id must not reveal another customer's order.
  if (command.type !== 'place' && (!state || isHiddenFrom(workflow, state.order, command))) {
    return refuse('NOT_FOUND', `there is no order ${command.orderId}`);
  }
  const logged = state && loggedAnswer(state, command.id);
  if (logged) return repeated(logged, command);
  if (command.type === 'place') return place(workflow, state, command, now);
  if (!state) return refuse('NOT_FOUND', `there is no order ${command.orderId}`);
  const { order } = state;
  const eventBase = createEventBase(state, command, now);
  switch (command.type) {
    case 'cancel':
      return cancel(workflow, order, command, eventBase);
    case 'resolve':
      return resolve(workflow, order, command, eventBase);
    case 'mark':
      return mark(workflow, order, command, eventBase);
    case 'recall':
      return recall(workflow, order, command, eventBase, now);
    case 'start':
    case 'claim':
    case 'release':
    case 'complete':
    case 'fail':
    case 'requeue':
      return atStage(workflow, order, command, eventBase);
    default:
      return unknownCommand(command);
  }
}

function repeated(logged: Answer, command: Command): Decision {
  if (logged.hash !== command.bodyHash) {
    return refuse('KEY_REUSED', 'this idempotency key was used with another request');
  }
  if (logged.code !== undefined) return refuse(logged.code, `answered before: ${logged.code}`);
  return unchanged;
}

function unknownCommand(command: never): never {
  throw new Error(`unknown command ${JSON.stringify(command)}`);
}

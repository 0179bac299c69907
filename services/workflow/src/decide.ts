import type { Command, CommandOf } from './command.ts';
import type { OrderEvent } from './event.ts';
import { type OrderState, rememberedAnswer } from './memory.ts';
import { isClosed, type Order } from './order.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { routeOf, stageNamed, type Workflow } from './workflow-file.ts';

/** What the decider answers: events (none: nothing changes, the answer is as before), or why not. */
export type Decision = { events: OrderEvent[] } | { refusal: Refusal };

const unchanged: Decision = { events: [] };

function refuse(code: RefusalCode, message: string, errors?: Refusal['errors']): Decision {
  return { refusal: errors ? { code, message, errors } : { code, message } };
}

/**
 * Decides one command on one order: the table "What the decider answers" of the README, cell by cell.
 * @param state the order, or for `place` the order that the same idempotency key made; undefined if there is none
 * @param now RFC 3339 UTC, so that the decision depends on its arguments alone
 * @throws when the workflow lacks a stage of the order's route; the shell turns that into an incident
 */
export function decide(
  workflow: Workflow,
  state: OrderState | undefined,
  command: Command,
  now: string,
): Decision {
  if (state) {
    const before = rememberedAnswer(state, command.id);
    if (before) return repeated(before, command);
  }
  if (command.type === 'place') return place(workflow, state, command, now);
  if (!state) return refuse('NOT_FOUND', `there is no order ${command.orderId}`);
  const { order } = state;
  if (command.by.kind === 'customer' && order.customerId !== command.by.name) {
    return refuse('NOT_FOUND', `there is no order ${command.orderId}`);
  }
  const make = eventMaker(state, command, now);
  switch (command.type) {
    case 'cancel':
      return cancel(workflow, order, command, make);
    case 'resolve':
      return resolve(order, command, make);
    case 'recall':
      return recall(workflow, order, command, make, now);
    case 'start':
    case 'claim':
    case 'release':
    case 'complete':
    case 'fail':
    case 'requeue':
      return atStage(workflow, order, command, make);
    default:
      return unknownCommand(command);
  }
}

function repeated(before: { hash?: string; code?: RefusalCode }, command: Command): Decision {
  if (before.hash !== command.bodyHash) {
    return refuse('KEY_REUSED', 'this idempotency key was used with another request');
  }
  if (before.code !== undefined) return refuse(before.code, `answered before: ${before.code}`);
  return unchanged;
}

function place(
  workflow: Workflow,
  existing: OrderState | undefined,
  command: CommandOf<'place'>,
  now: string,
): Decision {
  if (existing) {
    return existing.memory.bodyHash === command.bodyHash
      ? unchanged
      : refuse('KEY_REUSED', 'this idempotency key placed another order');
  }
  const errors = workflow.checkDetails(command.details);
  if (errors.length > 0) {
    const [first] = errors;
    return refuse('INVALID', `details${first?.field} ${first?.detail}`, errors);
  }
  const event: OrderEvent = {
    ...eventMaker(undefined, command, now)(),
    type: 'OrderPlaced',
    workflow: workflow.name,
    route: routeOf(workflow),
    details: command.details,
    promisedAt: new Date(Date.parse(now) + workflow.promise * 1000).toISOString(),
  };
  if (command.customerId !== undefined) event.customerId = command.customerId;
  if (command.keyHash !== undefined) event.keyHash = command.keyHash;
  if (command.ticketed !== undefined) event.ticketed = command.ticketed;
  return { events: [event] };
}

type StageCommand = CommandOf<'start' | 'claim' | 'release' | 'complete' | 'fail' | 'requeue'>;

function atStage(workflow: Workflow, order: Order, command: StageCommand, make: EventMaker): Decision {
  const { stage, by } = command;
  if (isClosed(order)) {
    const completedThisVisit =
      command.type === 'complete' &&
      order.status === 'finished' &&
      order.stage === stage &&
      (command.visit ?? order.visit) === order.visit;
    return completedThisVisit ? unchanged : refuse('CLOSED', `the order is ${order.status}`);
  }
  if (command.visit !== undefined && command.visit !== order.visit) {
    return refuse('STALE', `visit ${command.visit} is over, the order is at visit ${order.visit}`);
  }
  if (stage !== order.stage) {
    return refuse('NOT_AT_STAGE', `the order is not at ${stage} but at ${order.stage}`);
  }
  const holder = order.stageStatus === 'claimed' ? order.claimedBy : undefined;
  if (command.type === 'release') {
    if (holder === undefined) return refuse('NOT_CLAIMED', 'nobody has claimed this ticket');
    if (holder !== by.name && by.kind !== 'manager') return refuse('CLAIMED', `claimed by ${holder}`);
    return { events: [{ ...make(), type: 'StageReleased', stage }] };
  }
  if (order.status === 'incident') {
    return command.type === 'fail'
      ? unchanged
      : refuse('AT_INCIDENT', `the order stopped: ${order.incident?.reason ?? 'incident'}`);
  }
  const mine = holder === undefined || (holder === by.name && by.kind !== 'worker');
  const takeOver = command.type === 'claim' && by.kind === 'manager';
  if (!mine && !takeOver) return refuse('CLAIMED', `claimed by ${holder}`);
  switch (command.type) {
    case 'start':
      return order.stageStatus === 'started'
        ? unchanged
        : { events: [{ ...make(), type: 'StageStarted', stage }] };
    case 'claim':
      return holder === by.name ? unchanged : { events: [{ ...make(), type: 'StageClaimed', stage }] };
    case 'requeue':
      return { events: [{ ...make(), type: 'StageRequeued', stage }] };
    case 'fail':
      return { events: [{ ...make(), type: 'IncidentOpened', stage, reason: command.reason }] };
    case 'complete':
      return complete(workflow, order, command, make);
  }
}

function complete(
  workflow: Workflow,
  order: Order,
  command: CommandOf<'complete'>,
  make: EventMaker,
): Decision {
  const allowed = stageNamed(workflow, order.stage).outcomes;
  if (allowed && !allowed.includes(command.outcome ?? '')) {
    return refuse('INVALID', `outcome must be one of ${allowed.join(', ')}`);
  }
  if (!allowed && command.outcome !== undefined) {
    return refuse('INVALID', `stage ${order.stage} has no outcomes`);
  }
  const next = order.route[order.route.indexOf(order.stage) + 1];
  if (next !== undefined) stageNamed(workflow, next);
  const done: OrderEvent = { ...make(), type: 'StageCompleted', stage: order.stage };
  if (command.outcome !== undefined) done.outcome = command.outcome;
  if (next === undefined) return { events: [done, { ...make(1), type: 'OrderFinished' }] };
  return { events: [{ ...done, next }] };
}

function cancel(workflow: Workflow, order: Order, command: CommandOf<'cancel'>, make: EventMaker): Decision {
  if (order.status === 'cancelled') return unchanged;
  if (isClosed(order)) return refuse('CLOSED', `the order is ${order.status}`);
  if (order.status === 'open' && !stageNamed(workflow, order.stage).cancellable) {
    return refuse('TOO_LATE', `an order at ${order.stage} can no longer be cancelled`);
  }
  const event: OrderEvent = { ...make(), type: 'OrderCancelled' };
  return { events: [command.reason === undefined ? event : { ...event, reason: command.reason }] };
}

function recall(
  workflow: Workflow,
  order: Order,
  command: CommandOf<'recall'>,
  make: EventMaker,
  now: string,
): Decision {
  if (order.status === 'incident')
    return refuse('AT_INCIDENT', `the order stopped: ${order.incident?.reason}`);
  if (isClosed(order)) return refuse('TOO_LATE', `the order is ${order.status}`);
  if (command.visit !== undefined && command.visit !== order.visit) {
    return refuse('STALE', `visit ${command.visit} is over, the order is at visit ${order.visit}`);
  }
  const at = order.route.indexOf(order.stage);
  const earlier = order.stages.find((s) => s.name === order.route[at - 1]);
  if (earlier?.completedAt === undefined || earlier.name !== command.stage) {
    return refuse('TOO_LATE', `${command.stage} is not the stage before ${order.stage}`);
  }
  if (order.stageStatus !== 'waiting') return refuse('TOO_LATE', `${order.stage} has begun`);
  const age = (Date.parse(now) - Date.parse(earlier.completedAt)) / 1000;
  if (age > workflow.recallFor) {
    return refuse(
      'TOO_LATE',
      `${earlier.name} was done ${Math.round(age)} s ago; a recall must come within ${workflow.recallFor} s`,
    );
  }
  return { events: [{ ...make(), type: 'StageRecalled', stage: earlier.name, from: order.stage }] };
}

function resolve(order: Order, command: CommandOf<'resolve'>, make: EventMaker): Decision {
  if (isClosed(order)) return refuse('CLOSED', `the order is ${order.status}`);
  if (order.status !== 'incident') return refuse('NOT_AN_INCIDENT', 'the order has no incident');
  if (command.action === 'scrap') return { events: [{ ...make(), type: 'OrderScrapped' }] };
  if (command.action === 'retry') {
    return { events: [{ ...make(), type: 'OrderRedriven', action: 'retry', stage: order.stage }] };
  }
  const to = order.route.indexOf(command.stage ?? '');
  const reached = order.route.indexOf(order.stage);
  if (to < 0 || to > reached) {
    return refuse('INVALID', `rework needs a stage among ${order.route.slice(0, reached + 1).join(', ')}`);
  }
  return { events: [{ ...make(), type: 'OrderRedriven', action: 'rework', stage: order.route[to] ?? '' }] };
}

type EventBase = Pick<OrderEvent, 'orderId' | 'version' | 'at' | 'by' | 'answer' | 'refused'>;
type EventMaker = (nth?: number) => EventBase;

/** Fills what all events share; the first event of a command carries the refusals since the last one. */
function eventMaker(state: OrderState | undefined, command: Command, now: string): EventMaker {
  return (nth = 0) => {
    const base: EventBase = {
      orderId: command.orderId,
      version: (state?.order.version ?? 0) + 1 + nth,
      at: now,
      by: command.by.name,
    };
    if (command.by.kind !== 'worker') base.answer = answerOf(command);
    if (nth === 0 && state && state.refused.length > 0) base.refused = state.refused;
    return base;
  };
}

/** How a command is remembered. */
export function answerOf(command: Command, code?: RefusalCode): NonNullable<OrderEvent['answer']> {
  const answer: NonNullable<OrderEvent['answer']> = { id: command.id };
  if (command.bodyHash !== undefined) answer.hash = command.bodyHash;
  if (code !== undefined) answer.code = code;
  return answer;
}

function unknownCommand(command: never): never {
  throw new Error(`unknown command ${JSON.stringify(command)}`);
}

import type { OrderEvent } from '../contracts/event.ts';
import type { Order, StageProgress } from '../contracts/order.ts';
import type { OrderState } from '../contracts/order-state.ts';
import { nextCommandLog } from './command-log.ts';
import { withdraws } from './withdraws.ts';

/** The state after an event; `undefined` is the state before an order was placed. */
export function evolve(state: OrderState | undefined, event: OrderEvent): OrderState {
  const withdrawn = state && withdraws(event) ? state.order.stage : undefined;
  return {
    order: evolveOrder(state?.order, event),
    commandLog: nextCommandLog(state?.commandLog, event, withdrawn),
    pendingAnswers: [],
  };
}

/** The order after an event. Pure: the argument is not changed. */
export function evolveOrder(before: Order | undefined, event: OrderEvent): Order {
  if (event.type === 'OrderPlaced') return placed(event);
  if (!before) throw new Error(`${event.type} ${event.orderId}/${event.version} without an OrderPlaced`);
  const order: Order = { ...before, version: event.version, updatedAt: event.at };
  switch (event.type) {
    case 'StageStarted':
      order.stageStatus = 'started';
      return withStage(order, event.stage, { startedAt: event.at, by: event.by });
    case 'StageClaimed':
      delete order.held;
      order.stageStatus = 'claimed';
      dropClaim(order);
      order.claimedBy = event.by;
      if (event.actor) order.claimedActor = event.actor;
      return withStage(order, event.stage, {
        by: event.by,
        startedAt: startOf(before, event.stage) ?? event.at,
      });
    case 'StageReleased':
      return waiting(order, event.stage, {});
    case 'StageRequeued':
      order.attempts += 1;
      waiting(order, event.stage, {});
      order.requeues = (before.requeues ?? 0) + 1;
      return order;
    case 'StageCompleted': {
      const done: Partial<StageProgress> = {
        startedAt: startOf(before, event.stage) ?? event.at,
        by: event.by,
        completedAt: event.at,
      };
      if (event.outcome !== undefined) done.outcome = event.outcome;
      withStage(order, event.stage, done);
      delete order.requeues;
      dropClaim(order);
      delete order.held;
      order.stageStatus = 'done';
      if (event.next === undefined) return order;
      order.attempts = 1;
      return waiting(order, event.next, { readyAt: event.at });
    }
    case 'OrderFinished':
      order.status = 'finished';
      return order;
    case 'StageRecalled':
      order.attempts = 1;
      delete order.held;
      order.stages = order.stages.map((s) => (s.name === event.from ? { name: s.name } : s));
      // No readyAt: the earlier stage keeps its original clock.
      return waiting(order, event.stage, { recalled: true });
    case 'IncidentOpened':
      order.status = 'incident';
      order.stageStatus = 'waiting';
      order.incident = { reason: event.reason, by: event.by, at: event.at };
      delete order.requeues;
      dropClaim(order);
      delete order.held;
      return order;
    case 'OrderRedriven': {
      order.status = 'open';
      delete order.incident;
      order.attempts = event.action === 'retry' ? order.attempts + 1 : 1;
      if (event.action === 'retry') return waiting(order, event.stage, {});
      // Rework: this stage and all later ones are done again, on a new clock.
      const from = order.route.indexOf(event.stage);
      order.stages = order.stages.map((s) => (order.route.indexOf(s.name) >= from ? { name: s.name } : s));
      return waiting(order, event.stage, { readyAt: event.at });
    }
    case 'OrderCancelled':
    case 'OrderScrapped':
      order.status = event.type === 'OrderCancelled' ? 'cancelled' : 'scrapped';
      order.stageStatus = 'done';
      delete order.requeues;
      dropClaim(order);
      delete order.held;
      delete order.incident;
      return order;
    case 'OrderMarked':
      mark(order, 'rushed', event.rushed);
      mark(order, 'held', event.held);
      return order;
    default:
      return unknownEvent(event);
  }
}

function placed(event: Extract<OrderEvent, { type: 'OrderPlaced' }>): Order {
  const [first] = event.route;
  if (first === undefined) throw new Error(`order ${event.orderId} has an empty route`);
  return {
    id: event.orderId,
    workflow: event.workflow,
    version: event.version,
    visit: 1,
    route: event.route,
    status: 'open',
    stage: first,
    stageStatus: 'waiting',
    details: event.details,
    ...(event.customerId === undefined ? {} : { customerId: event.customerId }),
    placedAt: event.at,
    promisedAt: event.promisedAt,
    updatedAt: event.at,
    attempts: 1,
    stages: event.route.map((name, i) => (i === 0 ? { name, readyAt: event.at } : { name })),
  };
}

/** Issues a new ticket: the order waits for `stage` on its next visit, not yet worked on. */
function waiting(order: Order, stage: string, known: Partial<StageProgress>): Order {
  order.visit += 1;
  order.stage = stage;
  order.stageStatus = 'waiting';
  delete order.requeues;
  dropClaim(order);
  order.stages = order.stages.map((s) => {
    if (s.name !== stage) return s;
    const kept: StageProgress = { name: s.name };
    if (s.readyAt !== undefined) kept.readyAt = s.readyAt;
    if (s.recalled !== undefined) kept.recalled = s.recalled;
    return { ...kept, ...known };
  });
  return order;
}

function withStage(order: Order, stage: string, known: Partial<StageProgress>): Order {
  order.stages = order.stages.map((s) => (s.name === stage ? { ...s, ...known } : s));
  return order;
}

function dropClaim(order: Order): void {
  delete order.claimedBy;
  delete order.claimedActor;
}

/** A mark is either true or absent: `false` would be a second spelling of absent. */
function mark(order: Order, name: 'rushed' | 'held', value: boolean | undefined): void {
  if (value === true) order[name] = true;
  else if (value === false) delete order[name];
}

function startOf(order: Order, stage: string): string | undefined {
  return order.stages.find((s) => s.name === stage)?.startedAt;
}

function unknownEvent(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}

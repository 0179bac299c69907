import type { Order, OrderEvent } from './records.ts';

/** The state of an order according to its events. */
export type Folded = Pick<
  Order,
  'id' | 'version' | 'visit' | 'route' | 'status' | 'stage' | 'stageStatus'
> & {
  /** When each stage of the route was completed last; undefined: not completed, or to be repeated. */
  completed: Map<string, string>;
};

/**
 * The order after one more event, by the rules of the design's table and not by the system's code.
 * @throws when the event cannot follow
 */
export function fold(before: Folded | undefined, event: OrderEvent): Folded {
  if (event.type === 'OrderPlaced') {
    const [first] = event.route ?? [];
    if (before || first === undefined) throw new Error('placed twice, or without a route');
    return {
      id: event.orderId,
      version: event.version,
      visit: 1,
      route: event.route ?? [],
      status: 'open',
      stage: first,
      stageStatus: 'waiting',
      completed: new Map(),
    };
  }
  if (!before) throw new Error(`${event.type} before OrderPlaced`);
  const order: Folded = { ...before, version: event.version, completed: new Map(before.completed) };
  if (before.status !== 'open' && before.status !== 'incident')
    throw new Error(`${event.type} after the end`);
  const ticketFor = (stage: string | undefined) => {
    if (stage === undefined || !order.route.includes(stage)) throw new Error(`${event.type} to no stage`);
    order.visit += 1;
    order.stage = stage;
    order.stageStatus = 'waiting';
  };
  switch (event.type) {
    case 'StageStarted':
      order.stageStatus = 'started';
      break;
    case 'StageClaimed':
      order.stageStatus = 'claimed';
      break;
    case 'OrderMarked':
      break;
    case 'StageCompleted':
      complete(order, event);
      if (event.next !== undefined) ticketFor(event.next);
      break;
    case 'OrderFinished':
      if (order.completed.size !== order.route.length) throw new Error('finished before the last stage');
      order.status = 'finished';
      break;
    case 'OrderCancelled':
    case 'OrderScrapped':
      order.status = event.type === 'OrderCancelled' ? 'cancelled' : 'scrapped';
      order.stageStatus = 'done';
      break;
    case 'IncidentOpened':
      order.status = 'incident';
      order.stageStatus = 'waiting';
      break;
    case 'StageReleased':
    case 'StageRequeued':
      ticketFor(event.stage);
      break;
    case 'StageRecalled':
    case 'OrderRedriven':
      order.status = 'open';
      clearCompletionsFrom(order, event.stage);
      ticketFor(event.stage);
      break;
    default:
      return unknownEvent(event.type);
  }
  return order;
}

/** Stages are completed in the sequence of the order's own route, and the next one is the one behind it. */
function complete(order: Folded, { stage, next, at }: OrderEvent): void {
  if (stage === undefined || stage !== order.stage)
    throw new Error(`${stage} completed, but it is at ${order.stage}`);
  if (order.route[order.completed.size] !== stage) throw new Error(`${stage} completed out of turn`);
  order.completed.set(stage, at);
  order.stageStatus = 'done';
  const expected = order.route[order.completed.size];
  if (next !== expected) throw new Error(`${stage} leads to ${next}, the route to ${expected}`);
}

function clearCompletionsFrom(order: Folded, stage: string | undefined): void {
  const from = order.route.indexOf(stage ?? '');
  for (const name of order.route.slice(Math.max(0, from))) order.completed.delete(name);
}

function unknownEvent(type: never): never {
  throw new Error(`unknown event ${String(type)}`);
}

import type { OrderEvent } from '../../checker/records.ts';

/** What the workflow promises; times in ms. */
export type Plan = {
  promiseMs: number;
  /** The route, each stage with the age at which a ticket is late. */
  stages: readonly { name: string; targetMs: number }[];
};

/** Tickets of one stage at a moment. A ticket waits or is in work. */
export type StageTruth = {
  waiting: number;
  inWork: number;
  /** Of the tickets, the oldest one's age; undefined: there are none. */
  oldestMs: number | undefined;
  /** By age: from 75, 100 and 150 % of the target on; each counts once. */
  slow: number;
  late: number;
  veryLate: number;
  /** Tickets that came and left within the last minute. */
  came: number;
  left: number;
};

export type Truth = {
  placed: number;
  finished: number;
  open: number;
  /** Open ones whose promised time is over. */
  late: number;
  /** Of the promises whose time has come, or that were kept before it, in per cent; undefined: none. */
  promiseKept: number | undefined;
  stages: ReadonlyMap<string, StageTruth>;
};

/** One order as of a moment, by its events alone. */
export type OrderTruth = {
  placedAt: number;
  promisedAt: number;
  finishedAt: number | undefined;
  /** Its present stage, and since when it is there. */
  stage: string;
  readyAt: number;
  inWork: boolean;
};

const minuteMs = 60_000;

/** The orders as of a moment. @throws for an event that no order of this test has */
export function ordersAt(
  events: readonly OrderEvent[],
  plan: Plan,
  at: number,
): ReadonlyMap<string, OrderTruth> {
  const orders = new Map<string, OrderTruth>();
  for (const event of events.toSorted((a, b) => a.version - b.version)) {
    if (timeOf(event) > at) continue;
    const before = orders.get(event.orderId);
    orders.set(event.orderId, after(before, event, plan));
  }
  return orders;
}

function after(before: OrderTruth | undefined, event: OrderEvent, { promiseMs }: Plan): OrderTruth {
  const time = timeOf(event);
  if (event.type === 'OrderPlaced') {
    const stage = event.route?.[0] ?? '';
    return {
      placedAt: time,
      promisedAt: time + promiseMs,
      finishedAt: undefined,
      stage,
      readyAt: time,
      inWork: false,
    };
  }
  if (!before) throw new Error(`${event.type} of an order that was not placed`);
  switch (event.type) {
    case 'StageStarted':
      return { ...before, inWork: true };
    case 'StageCompleted':
      return event.next === undefined
        ? before
        : { ...before, stage: event.next, readyAt: time, inWork: false };
    case 'OrderFinished':
      return { ...before, finishedAt: time };
    default:
      throw new Error(`${event.type}: nobody does that here`);
  }
}

/** The numbers of all pages as of a moment. */
export function truthAt(events: readonly OrderEvent[], plan: Plan, at: number): Truth {
  const orders = [...ordersAt(events, plan, at).values()];
  const finished = orders.filter(({ finishedAt }) => finishedAt !== undefined);
  const open = orders.filter(({ finishedAt }) => finishedAt === undefined);
  const late = open.filter(({ promisedAt }) => promisedAt < at).length;
  const kept = finished.filter(({ finishedAt = at, promisedAt }) => finishedAt <= promisedAt).length;
  const decided = finished.length + late;
  return {
    placed: orders.length,
    finished: finished.length,
    open: open.length,
    late,
    promiseKept: decided === 0 ? undefined : (100 * kept) / decided,
    stages: new Map(
      plan.stages.map((stage) => [
        stage.name,
        { ...ticketsOf(stage, open, at), ...flowOf(stage, events, at) },
      ]),
    ),
  };
}

function ticketsOf({ name, targetMs }: Plan['stages'][number], open: readonly OrderTruth[], at: number) {
  const here = open.filter(({ stage }) => stage === name);
  const shares = here.map(({ readyAt }) => (at - readyAt) / targetMs);
  const between = (from: number, to: number) => shares.filter((share) => share >= from && share < to).length;
  return {
    waiting: here.filter(({ inWork }) => !inWork).length,
    inWork: here.filter(({ inWork }) => inWork).length,
    oldestMs: here.length === 0 ? undefined : at - Math.min(...here.map(({ readyAt }) => readyAt)),
    slow: between(0.75, 1),
    late: between(1, 1.5),
    veryLate: between(1.5, Number.POSITIVE_INFINITY),
  };
}

function flowOf({ name }: Plan['stages'][number], events: readonly OrderEvent[], at: number) {
  const lately = events.filter((event) => timeOf(event) <= at && timeOf(event) > at - minuteMs);
  const came = lately.filter((event) => event.route?.[0] === name || event.next === name).length;
  const left = lately.filter((event) => event.type === 'StageCompleted' && event.stage === name).length;
  return { came, left };
}

/** How many orders came to an order's stage before it and are still there. */
export function aheadOf(orders: ReadonlyMap<string, OrderTruth>, id: string): number {
  const own = orders.get(id);
  return [...orders.values()].filter(
    ({ stage, readyAt, finishedAt }) =>
      finishedAt === undefined && stage === own?.stage && readyAt < own.readyAt,
  ).length;
}

export const timeOf = ({ at }: OrderEvent): number => Date.parse(at);

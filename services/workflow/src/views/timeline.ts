import type { FutureEvent, OrderEvent } from '../contracts/event.ts';

/** How a step at a stage ended; undefined: it goes on. */
export type StepEnd =
  | 'done'
  | 'released'
  | 'requeued'
  | 'recalled'
  | 'incident'
  | 'resolved'
  | 'cancelled'
  | 'scrapped';

/** One visit of a stage, or the time for which the order was stopped. Times are ms since 1970. */
export type TimelineStep = {
  /** Undefined: the order was stopped at an incident, and waited for a person. */
  stage: string | undefined;
  from: number;
  /** When the work began; undefined: not yet, or it was not reported. */
  startedAt: number | undefined;
  to: number | undefined;
  /** Who worked on it, or ended it. */
  by: string | undefined;
  end: StepEnd | undefined;
  /** Why it stopped or ended. */
  note: string | undefined;
};

/** What an order's events say about where its time went. */
export type Timeline = {
  orderId: string;
  workflow: string | undefined;
  /** Of the request that placed it; undefined for orders of releases without traces. */
  traceId: string | undefined;
  from: number;
  /** Undefined while the order is open. */
  to: number | undefined;
  status: 'open' | 'incident' | 'finished' | 'cancelled' | 'scrapped';
  steps: TimelineStep[];
  /** Ms, until `now` for what goes on. `unknown`: at a stage whose start was not reported. */
  totals: { waiting: number; working: number; stopped: number; unknown: number };
  /** Types of events that this release does not know. */
  unknown: string[];
};

/** What an event does to the steps: it may end the present one, and begin another. */
type Move = {
  end?: StepEnd;
  begin?: string | 'stop';
  note?: string | undefined;
  closes?: Timeline['status'];
};

/**
 * The way of an order by its events, oldest first; undefined when they do not begin with its placing.
 * @param now ms since 1970
 */
export function timelineOf(events: readonly (OrderEvent | FutureEvent)[], now: number): Timeline | undefined {
  const [placed] = events;
  if (placed?.type !== 'OrderPlaced') return undefined;
  const timeline: Timeline = {
    orderId: placed.orderId,
    workflow: placed.workflow,
    traceId: placed.traceparent?.split('-')[1],
    from: Date.parse(placed.at),
    to: undefined,
    status: 'open',
    steps: [],
    totals: { waiting: 0, working: 0, stopped: 0, unknown: 0 },
    unknown: [],
  };
  for (const event of events) apply(timeline, event);
  for (const step of timeline.steps) addTo(timeline.totals, step, now);
  return timeline;
}

function apply(timeline: Timeline, event: OrderEvent | FutureEvent): void {
  const at = Date.parse(event.at);
  const present = timeline.steps.at(-1);
  if (event.type === 'Future') {
    timeline.unknown.push(event.name);
    return;
  }
  if ((event.type === 'StageStarted' || event.type === 'StageClaimed') && present) {
    present.startedAt ??= at;
    present.by = event.by;
  }
  const { end, begin, note, closes } = moveOf(event);
  if (end !== undefined && present && present.to === undefined) {
    Object.assign(present, {
      end,
      to: at,
      note,
      by: present.startedAt === undefined ? event.by : present.by,
    });
    // Who finished it has worked on it, whoever began.
    if (end === 'done') present.by = event.by;
  }
  if (begin !== undefined) timeline.steps.push(stepOf(begin, at));
  if (begin !== undefined) timeline.status = begin === 'stop' ? 'incident' : 'open';
  if (closes === undefined) return;
  timeline.status = closes;
  timeline.to = at;
}

function stepOf(begin: string, from: number): TimelineStep {
  const stage = begin === 'stop' ? undefined : begin;
  return { stage, from, startedAt: undefined, to: undefined, by: undefined, end: undefined, note: undefined };
}

function moveOf(event: OrderEvent): Move {
  switch (event.type) {
    case 'OrderPlaced': {
      const [first] = event.route;
      return first === undefined ? {} : { begin: first };
    }
    case 'StageCompleted':
      return { end: 'done', note: event.outcome, ...(event.next === undefined ? {} : { begin: event.next }) };
    case 'StageReleased':
      return { end: 'released', begin: event.stage };
    case 'StageRequeued':
      return { end: 'requeued', begin: event.stage };
    case 'StageRecalled':
      return { end: 'recalled', begin: event.stage };
    case 'IncidentOpened':
      return { end: 'incident', begin: 'stop', note: event.reason };
    case 'OrderRedriven':
      return { end: 'resolved', begin: event.stage, note: event.action };
    case 'OrderFinished':
      return { closes: 'finished' };
    case 'OrderCancelled':
      return { end: 'cancelled', note: event.reason, closes: 'cancelled' };
    case 'OrderScrapped':
      return { end: 'scrapped', closes: 'scrapped' };
    case 'StageStarted':
    case 'StageClaimed':
    case 'OrderMarked':
      return {};
  }
}

function addTo(totals: Timeline['totals'], step: TimelineStep, now: number): void {
  const { waiting, working, stopped, unknown } = partsOf(step, now);
  totals.waiting += waiting;
  totals.working += working;
  totals.stopped += stopped;
  totals.unknown += unknown;
}

/** How long a step consisted of what, ms. */
export function partsOf(
  { stage, from, startedAt, to = Number.NaN, end }: TimelineStep,
  now: number,
): Timeline['totals'] {
  const until = Math.max(from, Number.isNaN(to) ? now : to);
  const parts = { waiting: 0, working: 0, stopped: 0, unknown: 0 };
  if (stage === undefined) parts.stopped = until - from;
  else if (startedAt !== undefined) {
    parts.waiting = Math.max(0, startedAt - from);
    parts.working = Math.max(0, until - startedAt);
  } else if (end === 'done') parts.unknown = until - from;
  else parts.waiting = until - from;
  return parts;
}

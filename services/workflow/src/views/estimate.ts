import { type Order, readyAtOf } from '../contracts/order.ts';
import { expectedSeconds, type Stage, type Workflow } from '../file/workflow-file.ts';

/** How one stage moves now. */
export type StagePace = {
  /** When each ticket that waits or is in work came, ascending, ms since 1970. */
  queue: readonly number[];
  /** How many of them wait. */
  waiting: number;
  /** Tickets that leave per second while it has some, over the last minute at most; undefined: unknown. */
  outRate: number | undefined;
  /** Tickets wait and none has left since then (ms), which is too long ago, or it is paused since then; undefined: it moves. */
  stalledSince: number | undefined;
  /** Seconds that recent orders were in work here, the faster and the slower ones; undefined: too few. */
  work: { from: number; to: number } | undefined;
};

/**
 * When an order will probably be finished, ms since 1970. `stalled`: a stage on its way stands, so nobody can say when;
 * `from` is the best that is left to hope for. `ahead`: tickets before it at its present stage.
 */
export type Estimate =
  | { kind: 'range'; from: number; to: number; ahead: number }
  | { kind: 'stalled'; stage: string; from: number; ahead: number };

/** What an estimate needs of an order. */
export type EstimatedOrder = Pick<
  Order,
  'status' | 'held' | 'rushed' | 'route' | 'stage' | 'stageStatus' | 'stages' | 'placedAt'
>;
export type PaceOf = (stage: string) => StagePace | undefined;

/** A rate of the last minute may be so much faster, or slower, in the next ones. */
const spread = 1.25;

/**
 * A stage passes an order on when the order has arrived, and when all that is before it there or on its way there has
 * passed, at the stage's present pace: the slowest of the stages with a queue rules (as in a line of machines with
 * buffers). To that comes the work on the order itself.
 * @param paceOf of a stage; one without tickets moves
 * @returns undefined when the order is closed, stopped or held, or a stage's work is known neither from recent orders nor
 *   from the workflow
 */
export function estimate(
  workflow: Workflow,
  order: EstimatedOrder,
  paceOf: PaceOf,
  now: number,
): Estimate | undefined {
  if (order.status !== 'open' || order.held) return undefined;
  const here = aheadOf(order, paceOf(order.stage));
  let ahead = 0;
  let [from, to] = [0, 0];
  let stalledAt: string | undefined;
  for (const stage of stagesLeft(workflow, order)) {
    const pace = paceOf(stage.name);
    const isHere = stage.name === order.stage;
    ahead += isHere ? here : (pace?.queue.length ?? 0);
    const work = workAt(stage, pace);
    if (!work) return undefined;
    const gone = isHere ? secondsInWork(order, now) : 0;
    const queued = ahead * secondsPerTicket(pace, work);
    from = Math.max(from, queued / spread) + Math.max(0, work.from - gone);
    to = Math.max(to, queued * spread) + Math.max(0, work.to - gone);
    if (pace?.stalledSince !== undefined) stalledAt ??= stage.name;
  }
  const earliest = { from: now + from * 1000, ahead: here };
  if (stalledAt !== undefined) return { kind: 'stalled', stage: stalledAt, ...earliest };
  return { kind: 'range', to: now + to * 1000, ...earliest };
}

/** What an order that is placed now can expect. */
export function estimateOfNew(workflow: Workflow, paceOf: PaceOf, now: number): Estimate | undefined {
  const route = workflow.stages.filter(({ retired }) => !retired).map(({ name }) => name);
  const [stage] = route;
  if (stage === undefined) return undefined;
  const placedAt = new Date(now).toISOString();
  return estimate(
    workflow,
    { status: 'open', route, stage, stageStatus: 'waiting', stages: [], placedAt },
    paceOf,
    now,
  );
}

/** The present stage, unless it is done, and those after it. */
export function stagesLeft(workflow: Workflow, order: EstimatedOrder): Stage[] {
  const present = order.route.indexOf(order.stage);
  const left = order.route.slice(order.stageStatus === 'done' ? present + 1 : present);
  return workflow.stages.filter(({ name }) => left.includes(name));
}

/** Tickets that came to the order's stage before it; none once it is in work, or is to be done first. */
function aheadOf(order: EstimatedOrder, pace: StagePace | undefined): number {
  if (!pace || order.stageStatus !== 'waiting' || order.rushed) return 0;
  const since = Date.parse(readyAtOf(order, order.stage));
  let [low, high] = [0, pace.queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pace.queue[middle] ?? 0) < since) low = middle + 1;
    else high = middle;
  }
  return low;
}

function secondsInWork(order: EstimatedOrder, now: number): number {
  if (order.stageStatus !== 'started' && order.stageStatus !== 'claimed') return 0;
  const startedAt = order.stages.find(({ name }) => name === order.stage)?.startedAt;
  return startedAt === undefined ? 0 : Math.max(0, (now - Date.parse(startedAt)) / 1000);
}

/** Recent orders, else the workflow: at worst half as long again. */
function workAt(stage: Stage, pace: StagePace | undefined): { from: number; to: number } | undefined {
  if (pace?.work) return pace.work;
  const expected = expectedSeconds(stage);
  return expected === 0 ? undefined : { from: expected, to: expected * 1.5 };
}

/**
 * Seconds between two tickets that leave a stage. Without tickets that wait it is unknown how many it could do, so it
 * holds nobody up. Where its pace is not known, one worker is the least there is.
 */
function secondsPerTicket(pace: StagePace | undefined, work: { to: number }): number {
  if (!pace || pace.waiting === 0) return 0;
  return pace.outRate ? 1 / pace.outRate : work.to;
}

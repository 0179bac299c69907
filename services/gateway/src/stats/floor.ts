import { isClosed, type Order, readyAtOf, type StageProgress } from '@cupcakery/workflow/contracts/order';
import type { Stage, Workflow } from '@cupcakery/workflow/file/workflow-file';
import { isAtRisk } from '@cupcakery/workflow/views/at-risk';
import type { PaceOf } from '@cupcakery/workflow/views/estimate';
import { isTicketAt } from '../selection/order-selection.ts';
import { createMeanWithOpen } from './counting/mean.ts';
import { secondsBetween, timeOf } from './counting/order-time.ts';

/** The numbers of a workflow over some time until now, for the people who run its floor. Times are RFC 3339. */
export type Floor = {
  workflow: string;
  at: string;
  since: string;
  /** False when orders of that time have left the view: the numbers are too small. */
  complete: boolean;
  placed: number;
  finished: number;
  cancelled: number;
  scrapped: number;
  recalls: number;
  /**
   * Share of the promises whose time has come, or that were kept before it, 0 to 1: of finished orders, and of those that
   * are open or stopped after their promised time, which broke it. Null when there are none.
   */
  promiseKept: number | null;
  /** From placed to finished; orders that are open for longer than that count with the time so far. */
  averageOrderSeconds: number | null;
  inProgress: number;
  atRisk: number;
  late: number;
  openIncidents: number;
  stages: FloorStage[];
};

/** One stage of it: tickets that are here by age against the stage's target, and what was completed. */
export type FloorStage = {
  stage: string;
  inProgress: number;
  warn: number;
  late: number;
  critical: number;
  completed: number;
  /**
   * From arrival to the start of work, and from there to its end; tickets that wait for longer than those did count with
   * the time so far. Null when there are none of either.
   */
  averageWaitingSeconds: number | null;
  averageWorkingSeconds: number | null;
};

/** Counts orders one by one into the numbers of the floor. */
export type FloorCount = {
  add(order: Order): void;
  /** @param evicted orders that had no room in the view since it began */
  result(evicted: number): Floor;
};

/**
 * Counts over the time from `since` until `now`.
 * @param since, now ms since 1970
 * @param paceOf how stages move now, to tell which orders are at risk
 */
export function createFloorCount(workflow: Workflow, since: number, now: number, paceOf: PaceOf): FloorCount {
  const from = new Date(since).toISOString();
  const at = new Date(now).toISOString();
  const stages = workflow.stages.map((stage) => createStageFloor(stage, from, now));
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  const duration = createMeanWithOpen();
  const counts = { placed: 0, finished: 0, cancelled: 0, scrapped: 0, kept: 0, broken: 0, recalls: 0 };
  const open = { inProgress: 0, atRisk: 0, late: 0, incidents: 0 };
  // Closed orders leave the view by age and, when it is full, the oldest first, with a precision of a minute.
  const keptSince = new Date(since - 60_000).toISOString();
  let oldestClosed = at;

  function add(order: Order): void {
    if (order.placedAt >= from) counts.placed += 1;
    const closed = isClosed(order);
    if (closed && order.updatedAt < oldestClosed) oldestClosed = order.updatedAt;
    if (closed && order.updatedAt < from) return;
    if (order.status === 'finished') {
      counts.finished += 1;
      duration.add(secondsBetween(order.placedAt, order.updatedAt));
      if (order.updatedAt <= order.promisedAt) counts.kept += 1;
      else counts.broken += 1;
    } else if (order.status === 'incident') open.incidents += 1;
    else if (order.status !== 'open') counts[order.status] += 1;
    else {
      open.inProgress += 1;
      if (order.promisedAt < at) open.late += 1;
      else if (isAtRisk(workflow, order, paceOf, now)) open.atRisk += 1;
    }
    if (!closed) {
      if (order.promisedAt < at) counts.broken += 1;
      duration.addOpen(secondsBetween(order.placedAt, at));
    }
    for (const progress of order.stages) {
      byName.get(progress.name)?.pass(progress);
      if (isRecall(progress, from)) counts.recalls += 1;
    }
    byName.get(order.stage)?.hold(order);
  }

  function result(evicted: number): Floor {
    const { kept, broken, ...numbers } = counts;
    const { incidents: openIncidents, ...present } = open;
    return {
      workflow: workflow.name,
      at,
      since: from,
      complete: since >= now - workflow.archiveAfter * 1000 && (evicted === 0 || oldestClosed < keptSince),
      ...numbers,
      promiseKept: kept + broken === 0 ? null : kept / (kept + broken),
      averageOrderSeconds: duration.value,
      ...present,
      openIncidents,
      stages: stages.map((stage) => stage.result()),
    };
  }
  return { add, result };
}

/** The order does not keep the time of a recall: it counts until the stage is done again, and then by that time. */
function isRecall({ recalled, completedAt }: StageProgress, from: string): boolean {
  return recalled === true && (completedAt === undefined || completedAt >= from);
}

function createStageFloor(stage: Stage, from: string, now: number) {
  const at = new Date(now).toISOString();
  const waiting = createMeanWithOpen();
  const working = createMeanWithOpen();
  const count = { inProgress: 0, warn: 0, late: 0, critical: 0, completed: 0 };
  return {
    name: stage.name,
    /** Counts an order's progress at this stage. */
    pass({ readyAt, startedAt, completedAt }: StageProgress): void {
      if (completedAt === undefined || completedAt < from) return;
      count.completed += 1;
      if (startedAt === undefined) return;
      if (readyAt !== undefined) waiting.add(secondsBetween(readyAt, startedAt));
      working.add(secondsBetween(startedAt, completedAt));
    },
    /** Counts an order that is at this stage, if it is a ticket. */
    hold(order: Order): void {
      if (!isTicketAt(order, stage.name)) return;
      count.inProgress += 1;
      const readyAt = readyAtOf(order, stage.name);
      const startedAt = order.stages.find(({ name }) => name === stage.name)?.startedAt;
      if (order.stageStatus === 'waiting') waiting.addOpen(secondsBetween(readyAt, at));
      else if (startedAt !== undefined) working.addOpen(secondsBetween(startedAt, at));
      if (!stage.target) return;
      const age = (now - timeOf(readyAt)) / 1000 / stage.target;
      if (age >= 1.5) count.critical += 1;
      else if (age >= 1) count.late += 1;
      else if (age >= 0.75) count.warn += 1;
    },
    result: (): FloorStage => ({
      stage: stage.name,
      ...count,
      averageWaitingSeconds: waiting.value,
      averageWorkingSeconds: working.value,
    }),
  };
}

import type { Order, StageProgress, Workflow } from './order.ts';

/** When an order will probably be finished, ms since 1970. */
export type Estimate = { from: number; to: number; basis: 'recent' | 'expected' };

/** Seconds that recent orders spent at a stage, waiting included: the faster and the slower of them. */
export type Recent = ReadonlyMap<string, { from: number; to: number }>;

/**
 * Adds up the stages that are left: the faster and the slower of what recent orders needed (25th and 90th per
 * cent), else the workflow's expected times, at best without and at worst with as much waiting again. Undefined
 * when neither is known, or the order does not move.
 */
export const estimate = (
  order: Order,
  workflow: Workflow,
  recent: Recent,
  now: number,
): Estimate | undefined => {
  if (order.status !== 'OPEN') return undefined;
  let low = 0;
  let high = 0;
  let basis: Estimate['basis'] = 'recent';
  for (const step of remaining(order)) {
    const expected = workflow.stages.find(({ name }) => name === step.name)?.expectedSeconds;
    const range = recent.get(step.name);
    if (!range) {
      if (expected == null) return undefined;
      basis = 'expected';
    }
    const { from: fast, to: slow } = range ?? { from: expected ?? 0, to: (expected ?? 0) * 2 };
    const gone = step.readyAt ? (now - Date.parse(step.readyAt)) / 1_000 : 0;
    low += Math.max(0, fast - gone);
    high += Math.max(0, slow - gone);
  }
  return { from: now + low * 1_000, to: now + high * 1_000, basis };
};

/** Stages that are not completed; the present one first. */
const remaining = ({ stages, stage }: Order): StageProgress[] =>
  stages.slice(
    Math.max(
      0,
      stages.findIndex(({ name }) => name === stage),
    ),
  );

/** Seconds of work left at least, without any waiting; undefined if a stage has no expected duration. */
export const workLeft = (order: Order, workflow: Workflow): number | undefined => {
  let seconds = 0;
  for (const { name } of remaining(order)) {
    const expected = workflow.stages.find((stage) => stage.name === name)?.expectedSeconds;
    if (expected == null) return undefined;
    seconds += expected;
  }
  return seconds;
};

/** Whether an order will keep its promised time: the server's last word, updated by the clock. */
export const promiseState = (order: Order, workflow: Workflow, now: number): 'kept' | 'at-risk' | 'late' => {
  if (order.status !== 'OPEN' && order.status !== 'INCIDENT') return 'kept';
  const promised = Date.parse(order.promisedAt);
  if (now > promised) return 'late';
  const left = workLeft(order, workflow);
  return order.atRisk || (left !== undefined && now + left * 1_000 > promised) ? 'at-risk' : 'kept';
};

import type { Order, StageProgress, Workflow } from './order.ts';

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

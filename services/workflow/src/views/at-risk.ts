import type { Order } from '../contracts/order.ts';
import { expectedSeconds, type Workflow } from '../file/workflow-file.ts';

/**
 * Whether an open order will probably miss its promised time: now and the expected work of the stages that
 * are left (the present one in full, since its progress is unknown) end later.
 * @param now milliseconds since 1970
 */
export function isAtRisk(workflow: Workflow, order: Order, now: number): boolean {
  if (order.status !== 'open') return false;
  return now + secondsLeft(workflow, order) * 1000 > Date.parse(order.promisedAt);
}

/** Seconds of work from the present stage to the end of the order's route; a stage without an expected duration counts 0. */
function secondsLeft(workflow: Workflow, order: Order): number {
  const present = order.route.indexOf(order.stage);
  const left = order.route.slice(order.stageStatus === 'done' ? present + 1 : present);
  return workflow.stages
    .filter((stage) => left.includes(stage.name))
    .reduce((sum, stage) => sum + expectedSeconds(stage), 0);
}

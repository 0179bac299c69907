import type { Order, Workflow } from '../orders/order.ts';

/**
 * Why a stage's work can no longer be taken back, in words; undefined when it can. The server decides: this only
 * keeps buttons from promising what it would refuse.
 */
export const recallProblem = (
  order: Order,
  stage: string,
  workflow: Workflow,
  now: number,
): string | undefined => {
  if (order.status === 'INCIDENT') return 'it stopped at an incident';
  if (order.status !== 'OPEN') return `it is ${order.status.toLowerCase()}`;
  const at = order.stages.findIndex(({ name }) => name === stage);
  if (order.stage !== order.stages[at + 1]?.name) {
    return order.stage === stage ? 'it is back already' : `it is at ${order.stage}`;
  }
  if (order.stageStatus !== 'WAITING') return `${order.stage} has begun`;
  const done = order.stages[at]?.completedAt;
  const limit = workflow.recallForSeconds * 1_000;
  return done != null && now - Date.parse(done) > limit ? 'it is too long ago' : undefined;
};

import type { Order, Workflow } from '../orders/order.ts';

/**
 * Why a stage's work can no longer be recalled, in words; undefined when it can. The server decides: this only keeps
 * buttons from offering what it would refuse.
 */
export const recallProblem = (
  order: Order,
  stage: string,
  workflow: Workflow,
  now: number,
): string | undefined => {
  if (order.status === 'INCIDENT') return 'it stopped at an incident';
  if (order.status !== 'OPEN') return `it is ${order.status.toLowerCase()}`;
  const index = order.stages.findIndex(({ name }) => name === stage);
  if (order.stage !== order.stages[index + 1]?.name) {
    return order.stage === stage ? 'it is back already' : `it is at ${order.stage}`;
  }
  if (order.stageStatus !== 'WAITING') return `${order.stage} has begun`;
  const done = order.stages[index]?.completedAt;
  const limit = workflow.recallForSeconds * 1_000;
  return done != null && now - Date.parse(done) > limit ? 'it is too long ago' : undefined;
};

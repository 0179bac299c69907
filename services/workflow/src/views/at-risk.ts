import type { Order } from '../contracts/order.ts';
import { expectedSeconds, type Workflow } from '../file/workflow-file.ts';
import { estimate, type PaceOf, stagesLeft } from './estimate.ts';

/**
 * Whether an open order will probably miss its promised time: the middle of its estimate is later. While a stage on its
 * way stands, it is taken to stand for as long again as it has stood. Without an estimate (an order that is held, work of
 * which nothing is known) it is late when the work that is left ends later.
 * @param now milliseconds since 1970
 */
export function isAtRisk(workflow: Workflow, order: Order, paceOf: PaceOf, now: number): boolean {
  if (order.status !== 'open') return false;
  const promised = Date.parse(order.promisedAt);
  const expected = estimate(workflow, order, paceOf, now);
  if (!expected) return now + workLeft(workflow, order) * 1000 > promised;
  if (expected.kind === 'range') return (expected.from + expected.to) / 2 > promised;
  const stood = now - (paceOf(expected.stage)?.stalledSince ?? now);
  return expected.from + stood > promised;
}

/** Seconds of work that are left, the present stage in full; a stage without an expected duration counts 0. */
function workLeft(workflow: Workflow, order: Order): number {
  return stagesLeft(workflow, order).reduce((sum, stage) => sum + expectedSeconds(stage), 0);
}

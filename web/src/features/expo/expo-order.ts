import { isClosed, type Order, type Stage, type Workflow } from '../../lib/orders/order.ts';
import { mayWorkAt } from '../../lib/orders/rights.ts';

export type StageMark = { name: string; state: 'waiting' | 'active' | 'done' | 'stopped' };

/** How far an order is: each stage of its route waits, is active or done. */
export const marksOf = (order: Order): StageMark[] =>
  order.stages.map(({ name, completedAt }) => {
    if (completedAt) return { name, state: 'done' };
    if (name !== order.stage || isClosed(order)) return { name, state: 'waiting' };
    if (order.status === 'INCIDENT') return { name, state: 'stopped' };
    return { name, state: order.stageStatus === 'WAITING' ? 'waiting' : 'active' };
  });

/** Everything is done but the last stage, which hands the order over. */
export const isReady = (order: Order): boolean =>
  order.status === 'OPEN' && order.stages.length > 1 && order.stage === order.stages.at(-1)?.name;

const atTheEnd = 2;

/** The stages that are worked on here: of the last two those whose role the user has. */
export const expoStages = (workflow: Workflow, me: { roles: readonly string[] }): Stage[] =>
  workflow.stages
    .filter(({ retired }) => !retired)
    .slice(-atTheEnd)
    .filter((stage) => mayWorkAt(me, stage));

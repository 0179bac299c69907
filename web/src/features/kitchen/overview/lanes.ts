import { type Order, readyAt, type Stage, type Workflow } from '../../../lib/orders/order.ts';

export type LaneContent = {
  name: string;
  /** Undefined when the workflow no longer knows the stage, which old orders may still pass. */
  stage: Stage | undefined;
  /** Oldest at the stage first. */
  orders: Order[];
};

/**
 * One lane per stage in the workflow's order. A retired stage has one only while orders are on it; a stage that
 * only orders know comes last.
 */
export const lanesOf = (workflow: Workflow, orders: Iterable<Order>): LaneContent[] => {
  const byStage = new Map<string, Order[]>();
  for (const order of orders) {
    const there = byStage.get(order.stage);
    if (there) there.push(order);
    else byStage.set(order.stage, [order]);
  }
  const known = workflow.stages.map(({ name }) => name);
  const names = [...known, ...[...byStage.keys()].filter((name) => !known.includes(name))];
  return names.flatMap((name) => {
    const stage = workflow.stages.find((one) => one.name === name);
    const there = byStage.get(name) ?? [];
    if (stage?.retired && there.length === 0) return [];
    return [{ name, stage, orders: sortByAge(there) }];
  });
};

const sortByAge = (orders: Order[]): Order[] => {
  const keyed = orders.map((order) => ({ order, at: readyAt(order) }));
  // The id decides between equals, so that cards do not change places from one drawing to the next.
  keyed.sort((a, b) => a.at - b.at || (a.order.id < b.order.id ? -1 : 1));
  return keyed.map(({ order }) => order);
};

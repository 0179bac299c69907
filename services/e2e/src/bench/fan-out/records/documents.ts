const orderFields = `id version visit status stage stageStatus details customerId placedAt promisedAt updatedAt atRisk
    stages { name readyAt startedAt by completedAt }`;

/** One message per change of one order: no server can save by combining several. */
export const orderDocument = `subscription Watch($workflow: String!, $id: ID!) {
  order(workflow: $workflow, id: $id) { cursor kind order { ${orderFields} } }
}`;

export const ordersDocument = `subscription Watch($workflow: String!, $filter: OrderFilter) {
  orders(workflow: $workflow, filter: $filter) { cursor kind removed orders { ${orderFields} } }
}`;

/** An order as a record of `<workflow>.orders` carries it, with the fields that these documents select. */
export type OrderRecord = {
  id: string;
  version: number;
  visit: number;
  status: string;
  stage: string;
  stageStatus: string;
  details: unknown;
  customerId?: string;
  placedAt: string;
  promisedAt: string;
  updatedAt: string;
  stages: { name: string; readyAt?: string; startedAt?: string; by?: string; completedAt?: string }[];
};

/** The result of `orderDocument`, as long as a gateway's: what the plain server sends. */
export function orderResult(order: OrderRecord): string {
  const { id, version, visit, details, customerId, placedAt, promisedAt, updatedAt } = order;
  const stages = order.stages.map(({ name, readyAt, startedAt, by, completedAt }) => ({
    name,
    readyAt: readyAt ?? null,
    startedAt: startedAt ?? null,
    by: by ?? null,
    completedAt: completedAt ?? null,
  }));
  const [status, stage, stageStatus] = [
    order.status.toUpperCase(),
    order.stage,
    order.stageStatus.toUpperCase(),
  ];
  return JSON.stringify({
    data: {
      order: {
        cursor: 'x'.repeat(26),
        kind: 'CHANGE',
        order: {
          ...{ id, version, visit, status, stage, stageStatus, details, customerId },
          ...{ placedAt, promisedAt, updatedAt, atRisk: false, stages },
        },
      },
    },
  });
}

export const stageNames = ['mix', 'bake', 'decorate', 'package', 'ship'];

export type ScreenPlan = { user: string; roles: string; filter: { mine?: boolean; stages?: string[] } };

/** The mixed crowd: half are customers with their own orders, four of ten watch a stage, one of ten everything. */
export function mixedScreen(index: number): ScreenPlan {
  const kind = index % 10;
  if (kind < 5) return { user: `customer-${index}`, roles: 'customer', filter: { mine: true } };
  const stage = stageNames[Math.floor(index / 10) % stageNames.length] ?? '';
  return { user: `cook-${index}`, roles: 'admin', filter: kind < 9 ? { stages: [stage] } : {} };
}

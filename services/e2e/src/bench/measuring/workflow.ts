const stages = ['mix', 'bake', 'decorate', 'package', 'ship'];

/** The workflow that is measured: five stages that take no time. */
export function benchWorkflow(name: string, announceStart: boolean): string {
  const lines = stages.map(
    (stage, i) =>
      `  - { name: ${stage}, done: ${stage}-done, verb: ${stage}, topic: ${name}-${stage}, role: cook, mode: timer, takes: 0s, capacity: 500, announceStart: ${announceStart}${i === 0 ? ', cancellable: true' : ''} }`,
  );
  return `name: ${name}
title: Bench
promise: 10m
details:
  type: object
  required: [flavour, size, quantity]
  properties:
    flavour: { type: string }
    size: { enum: [S, M, L, XL] }
    quantity: { type: integer }
stages:
${lines.join('\n')}
results: { topic: ${name}-results }
`;
}

/** Stage names, for the chain that does the same hops. */
export const stageNames: readonly string[] = stages;
const details = { flavour: 'Vanilla', size: 'M', quantity: 6 };

/** The command that places an order, as order-api writes it. */
export function placeCommand(orderId: string): string {
  const by = { kind: 'customer', name: 'bench' };
  return JSON.stringify({ type: 'place', id: `p${orderId}`, orderId, by, customerId: 'bench', details });
}

/** A placed order, as large as Cupcakery's: the first record of the chain. */
export function placedOrder(orderId: string): string {
  const now = new Date().toISOString();
  return JSON.stringify({
    id: orderId,
    workflow: 'chain',
    version: 0,
    visit: 0,
    route: stages,
    status: 'open',
    stage: stages[0],
    stageStatus: 'waiting',
    details,
    customerId: 'bench',
    placedAt: now,
    promisedAt: now,
    updatedAt: now,
    attempts: 1,
    stages: stages.map((name) => ({ name })),
  });
}

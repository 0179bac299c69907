import type { Order } from '@cupcakery/workflow/contracts/order';
import { parseWorkflow, type Workflow } from '@cupcakery/workflow/file/workflow-file';

/** For tests: a small workflow of manual stages, each with further fields if given. */
export function teaWorkflow(stages: Record<string, string> = { boil: '' }): Workflow {
  const lines = Object.entries(stages).map(
    ([name, more]) =>
      `  - { name: ${name}, done: ${name}ed, verb: ${name}, topic: to${name}, role: ${name}er, mode: manual${more} }`,
  );
  const text = `name: tea\ntitle: Tea\npromise: 1m\ndetails: { type: object }\nstages:\n${lines.join('\n')}\nresults: { topic: teas }\n`;
  return parseWorkflow(text, 'tea.yaml');
}

/** For tests: an order of it that waits for its first stage. */
export function teaOrder(fields: Partial<Order> = {}): Order {
  return {
    id: 'o-1',
    workflow: 'tea',
    version: 1,
    visit: 1,
    route: ['boil'],
    status: 'open',
    stage: 'boil',
    stageStatus: 'waiting',
    details: {},
    placedAt: '2026-11-21T12:00:00.000Z',
    promisedAt: '2026-11-21T12:01:00.000Z',
    updatedAt: '2026-11-21T12:00:00.000Z',
    attempts: 1,
    stages: [],
    ...fields,
  };
}

import { expect, test } from 'vitest';
import { happeningWords } from './happening-words.ts';
import type { Order, Workflow } from './order.ts';

const workflow = {
  stages: [
    { name: 'package', doing: 'boxing', done: 'packaged' },
    { name: 'ship', doing: null, done: 'shipped' },
  ],
} as Workflow;
const order = (more: Partial<Order>) =>
  ({ status: 'OPEN', stage: 'package', stageStatus: 'WAITING', held: false, ...more }) as Order;

test.each([
  [{}, 12, 'In the queue for boxing (12 ahead).'],
  [{}, 1, 'In the queue for boxing (1 ahead).'],
  [{}, 0, 'In the queue for boxing.'],
  [{ stageStatus: 'STARTED' }, 3, 'Boxing now.'],
  [{ stageStatus: 'DONE' }, 3, 'Packaged.'],
  [{ held: true }, 3, 'On hold before boxing.'],
  [{ stage: 'ship' }, 0, 'In the queue for “ship”.'],
  [{ stage: 'ship', stageStatus: 'STARTED' }, 0, 'Now at “ship”.'],
  [{ status: 'FINISHED' }, 0, 'Packaged.'],
  [{ status: 'CANCELLED' }, 0, 'Cancelled.'],
  [{ status: 'INCIDENT' }, 0, 'Stopped: a person in the kitchen decides what happens next.'],
] as const)('%j with %s ahead: %s', (more, ahead, words) => {
  expect(happeningWords(order(more), workflow, ahead)).toBe(words);
});

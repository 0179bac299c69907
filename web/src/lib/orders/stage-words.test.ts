import { expect, test } from 'vitest';
import type { Order, Workflow } from './order.ts';
import { gerund, happeningWords } from './stage-words.ts';

test.each([
  ['bake', 'baking'],
  ['decorate', 'decorating'],
  ['glue', 'gluing'],
  ['mix', 'mixing'],
  ['box', 'boxing'],
  ['ship', 'shipping'],
  ['chop', 'chopping'],
  ['boil', 'boiling'],
  ['freeze', 'freezing'],
  ['tie', 'tieing'],
])('%s: %s', (verb, words) => {
  expect(gerund(verb)).toBe(words);
});

const workflow = { stages: [{ name: 'package', verb: 'box', done: 'packaged' }] } as Workflow;
const order = (more: Partial<Order>) =>
  ({ status: 'OPEN', stage: 'package', stageStatus: 'WAITING', held: false, ...more }) as Order;

test.each([
  [{}, 12, 'In the queue for boxing (12 orders ahead)'],
  [{}, 0, 'In the queue for boxing'],
  [{}, undefined, 'In the queue for boxing'],
  [{ stageStatus: 'STARTED' }, 3, 'Boxing now'],
  [{ held: true }, 3, 'On hold before boxing'],
  [{ status: 'FINISHED' }, undefined, 'Packaged'],
  [{ status: 'CANCELLED' }, undefined, 'Cancelled'],
] as const)('%j with %s ahead: %s', (more, ahead, words) => {
  expect(happeningWords(order(more), workflow, ahead)).toBe(words);
});

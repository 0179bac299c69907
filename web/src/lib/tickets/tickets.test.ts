import { expect, test } from 'vitest';
import type { Field } from '../details/fields.ts';
import type { Order, Workflow } from '../orders/order.ts';
import { allDay } from './all-day.ts';
import { sortForBoard } from './board-order.ts';
import { recallProblem } from './recall.ts';
import { refusedTitle, refusedWords } from './refusal-words.ts';

const at = (second: number) => new Date(second * 1_000).toISOString();
const order = (id: string, readySecond: number, more: Partial<Order> = {}): Order =>
  ({
    id,
    status: 'OPEN',
    stage: 'bake',
    stageStatus: 'WAITING',
    details: {},
    updatedAt: at(readySecond),
    rushed: false,
    held: false,
    stages: [{ name: 'bake', readyAt: at(readySecond), recalled: false }],
    ...more,
  }) as Order;

test('the oldest comes first, a rushed one before it, a held one last', () => {
  const orders = [
    order('late', 30),
    order('held', 1, { held: true }),
    order('rush', 40, { rushed: true }),
    order('b', 10),
    order('a', 10),
  ];
  expect(sortForBoard(orders).map(({ id }) => id)).toEqual(['rush', 'a', 'b', 'late', 'held']);
});

const fields: Field[] = [
  { kind: 'text', name: 'flavour', title: 'Flavour', required: true, initial: '', long: false, examples: [] },
  { kind: 'choice', name: 'size', title: 'Size', required: true, initial: '', options: ['S', 'M'] },
  { kind: 'number', name: 'quantity', title: 'Quantity', required: true, initial: '', integer: true },
] as Field[];

test('sums up what all tickets ask for, by what it is and then by the rest', () => {
  const of = (flavour: string, size: string, quantity?: number) =>
    order(`${flavour}${size}${quantity}`, 1, { details: { flavour, size, quantity } });
  expect(
    allDay(fields, [of('Lemon', 'S', 2), of('Plum', 'M', 6), of('Plum', 'S', 7), of('Plum', 'M')]),
  ).toEqual([
    {
      item: 'Plum',
      count: 14,
      parts: [
        { said: 'M', count: 7 },
        { said: 'S', count: 7 },
      ],
    },
    { item: 'Lemon', count: 2, parts: [{ said: 'S', count: 2 }] },
  ]);
});

const workflow = { recallForSeconds: 120 } as Workflow;
const passed = (more: Partial<Order> = {}) =>
  order('x', 0, {
    stage: 'decorate',
    stages: [{ name: 'bake', completedAt: at(100), by: 'ann' }, { name: 'decorate' }] as Order['stages'],
    ...more,
  });

test.each([
  ['just done', passed(), undefined],
  ['stopped', passed({ status: 'INCIDENT' }), 'it stopped at an incident'],
  ['ended', passed({ status: 'FINISHED' }), 'it is finished'],
  ['begun', passed({ stageStatus: 'STARTED' }), 'decorate has begun'],
  ['back', passed({ stage: 'bake' }), 'it is back already'],
  ['further', passed({ stage: 'pack' }), 'it is at pack'],
])('what was %s may be recalled, or there is a reason why not', (_, one, problem) => {
  expect(recallProblem(one, 'bake', workflow, 160_000)).toBe(problem);
});

test('a recall has its time', () => {
  expect(recallProblem(passed(), 'bake', workflow, 300_000)).toBe('it is too long ago');
});

test('who comes second is told who was faster, and a refusal says what to do', () => {
  const words = (code: 'STALE' | 'CLAIMED' | 'AT_INCIDENT' | 'TOO_LATE', present?: Order) =>
    refusedWords({ code, message: 'decorate has begun' }, present, 'bake', 200_000);
  expect(words('STALE', passed())).toMatch(/^ann was faster: done at /);
  expect(words('STALE', passed({ status: 'CANCELLED' }))).toMatch(/^It was cancelled at /);
  expect(words('STALE')).toBe('Decorate has begun.');
  expect(words('CLAIMED', order('x', 0, { claimedBy: 'bob' }))).toBe('bob has taken it.');
  expect(words('TOO_LATE')).toBe('Decorate has begun.');
  expect(refusedTitle({ kind: 'complete' }, order('1-2-ab3cd', 0))).toBe('Not finished: AB3CD');
});

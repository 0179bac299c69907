import { expect, test } from 'vitest';
import { ageStep } from './age.ts';
import { type Order, shortNumber, type Workflow } from './order.ts';
import { promiseState } from './promise-state.ts';

const at = (seconds: number): string => new Date(seconds * 1_000).toISOString();
const step = (name: string, readyAt?: number, completedAt?: number) => ({
  name,
  readyAt: readyAt === undefined ? null : at(readyAt),
  startedAt: null,
  by: null,
  completedAt: completedAt === undefined ? null : at(completedAt),
  outcome: null,
  recalled: false,
});
const order = (over: Partial<Order>): Order =>
  ({
    id: 'abc-12345f',
    status: 'OPEN',
    stage: 'bake',
    promisedAt: at(100),
    atRisk: false,
    stages: [step('mix', 0, 10), step('bake', 10), step('ship')],
    ...over,
  }) as Order;
const workflow = {
  stages: [
    { name: 'mix', expectedSeconds: 2 },
    { name: 'bake', expectedSeconds: 20 },
    { name: 'ship', expectedSeconds: 10 },
  ],
} as Workflow;

test('an order is at risk when the work that is left passes the promise, and late after it', () => {
  const state = (now: number, over: Partial<Order> = {}) => promiseState(order(over), workflow, now * 1_000);
  expect(state(70)).toBe('kept');
  expect(state(71)).toBe('at-risk');
  expect(state(101)).toBe('late');
  expect(state(500, { status: 'FINISHED' })).toBe('kept');
});

test('the age steps are those of a board', () => {
  expect([7.4, 7.5, 10, 15].map((age) => ageStep(age, 10))).toEqual(['fresh', 'warn', 'late', 'critical']);
  expect(ageStep(1_000, null)).toBe('fresh');
});

test('the short number is the random end of the id', () => {
  expect(shortNumber('abc-12345f')).toBe('2345F');
});

import { expect, test } from 'vitest';
import type { Order } from '../contracts/order.ts';
import { ago, now, teaOrder, tea as workflow } from '../testing/tea.ts';
import { isAtRisk } from './at-risk.ts';

const at = (seconds: number) => now + seconds * 1000;
/** Just placed, and promised within a minute. */
const order = teaOrder({ placedAt: ago(0), promisedAt: ago(-60), stages: [{ name: 'boil' }] });

/** Nothing is known of any stage, so only the work that is left counts. */
const unknown = () => undefined;

test('an order is at risk once the work that is left ends after the promise', () => {
  expect(isAtRisk(workflow, order, unknown, at(10))).toBe(false);
  expect(isAtRisk(workflow, order, unknown, at(11))).toBe(true);
});

test('only the stages that are left count', () => {
  const steeping: Order = { ...order, stage: 'steep', stageStatus: 'started' };
  expect(isAtRisk(workflow, steeping, unknown, at(30))).toBe(false);
  expect(isAtRisk(workflow, steeping, unknown, at(31))).toBe(true);
  const poured: Order = { ...order, stage: 'pour', stageStatus: 'done' };
  expect(isAtRisk(workflow, poured, unknown, at(60))).toBe(false);
});

test('a stage that the workflow no longer has counts as 0', () => {
  const old: Order = { ...order, route: ['whisk', 'boil'], stage: 'whisk' };
  // 20 to 30 s of boiling.
  expect(isAtRisk(workflow, old, unknown, at(35))).toBe(false);
  expect(isAtRisk(workflow, old, unknown, at(36))).toBe(true);
});

test.each(['incident', 'finished', 'cancelled', 'scrapped'] as const)(
  'an order that is %s is not at risk',
  (status) => {
    expect(isAtRisk(workflow, { ...order, status }, unknown, at(1000))).toBe(false);
  },
);

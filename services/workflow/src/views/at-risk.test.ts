import { expect, test } from 'vitest';
import type { Order } from '../contracts/order.ts';
import { parseWorkflow } from '../file/workflow-file.ts';
import { isAtRisk } from './at-risk.ts';

const workflow = parseWorkflow(
  `
name: tea
title: Tea
promise: 1m
details: { type: object }
stages:
  - { name: boil, done: boiled, verb: boil, topic: toboil, role: boiler, mode: timer, takes: 20s }
  - { name: steep, done: steeped, verb: steep, topic: tosteep, role: steeper, mode: manual, expected: 30s }
  - { name: pour, done: poured, verb: pour, topic: topour, role: pourer, mode: manual }
results: { topic: teas }
`,
  'tea.yaml',
);

const at = (seconds: number) => Date.parse('2026-11-21T12:00:00.000Z') + seconds * 1000;
const order: Order = {
  id: 'o-1',
  workflow: 'tea',
  version: 1,
  visit: 1,
  route: ['boil', 'steep', 'pour'],
  status: 'open',
  stage: 'boil',
  stageStatus: 'waiting',
  details: {},
  placedAt: '2026-11-21T12:00:00.000Z',
  promisedAt: '2026-11-21T12:01:00.000Z',
  updatedAt: '2026-11-21T12:00:00.000Z',
  attempts: 1,
  stages: [{ name: 'boil' }, { name: 'steep' }, { name: 'pour' }],
};

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

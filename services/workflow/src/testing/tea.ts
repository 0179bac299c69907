import type { Order } from '../contracts/order.ts';
import { parseWorkflow } from '../file/workflow-file.ts';

/** For tests: a workflow whose last stage has no expected duration. */
export const tea = parseWorkflow(
  `
name: tea
title: Tea
promise: 10m
details: { type: object }
stages:
  - { name: boil, done: boiled, verb: boil, topic: toboil, role: boiler, mode: timer, takes: 20s }
  - { name: steep, done: steeped, verb: steep, topic: tosteep, role: steeper, mode: manual, expected: 30s }
  - { name: pour, done: poured, verb: pour, topic: topour, role: pourer, mode: manual }
results: { topic: teas }
`,
  'tea.yaml',
);

/** For tests: one moment, ms since 1970. */
export const now = Date.parse('2026-11-21T12:00:00.000Z');

/** For tests: so many seconds before that, as orders carry times; negative: after it. */
export const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

/** For tests: an order that came a minute ago, promised in nine minutes. */
export const teaOrder = (fields: Partial<Order> = {}): Order => ({
  id: 'o-1',
  workflow: 'tea',
  version: 1,
  visit: 1,
  route: ['boil', 'steep', 'pour'],
  status: 'open',
  stage: 'boil',
  stageStatus: 'waiting',
  details: {},
  placedAt: ago(60),
  promisedAt: ago(-540),
  updatedAt: ago(60),
  attempts: 1,
  stages: [{ name: 'boil', readyAt: ago(60) }],
  ...fields,
});

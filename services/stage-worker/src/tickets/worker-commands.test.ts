import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { expect, it } from 'vitest';
import type { Ticket } from './ticket.ts';
import { workerCommands } from './worker-commands.ts';

const tea = parseWorkflow(
  `
name: tea
title: Tea
promise: 10m
details: { type: object }
stages:
  - { name: brew, done: brewed, verb: brew, topic: tobrew, role: cook, mode: timer, takes: 1s, adopt: true }
results: { topic: teas }
`,
  'tea.yaml',
);
const [brew] = tea.stages;
if (!brew) throw new Error('no stage');
const commands = workerCommands(tea, brew, {
  workerName: 'pod-1',
  commandTopic: 'tea.work',
  partitions: () => 4,
  now: () => 0,
});
const trace = (flags: string) => `00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flags}`;
const ticket = (traceparent: string | undefined): Ticket => ({
  partition: 0,
  offset: 0,
  orderId: 'a-1',
  visit: 1,
  readyAt: 0,
  value: Buffer.alloc(0),
  traceparent,
});
const place = {
  type: 'place',
  id: 'tobrew-0-0',
  orderId: 'a-1',
  by: { kind: 'worker', name: 'stage-worker' },
  details: {},
  ticketed: true,
} as const;

it.each([
  ['is recorded', trace('01'), trace('01'), trace('01')],
  ['is not', trace('00'), undefined, trace('00')],
  ['there is none of', undefined, undefined, undefined],
])('of a trace that %s, commands carry what their order does not know', (_what, own, onWork, onPlace) => {
  const { complete, start } = commands;
  const carried = [start(ticket(own)), complete(ticket(own), undefined)].map(
    (record) => record.headers?.traceparent,
  );
  expect(carried).toEqual([onWork, onWork]);
  expect(commands.place(place, ticket(own)).headers?.traceparent).toBe(onPlace);
});

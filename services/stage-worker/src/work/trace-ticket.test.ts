import { createRecordingTracer } from '@cupcakery/kit/tracing/testing/recording-tracer';
import { noTracer } from '@cupcakery/kit/tracing/tracer';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { expect, it } from 'vitest';
import type { Ticket } from '../tickets/ticket.ts';
import { traceTicket } from './trace-ticket.ts';

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
const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const ticket = (traceparent: string | undefined, more: Partial<Ticket> = {}): Ticket => ({
  partition: 1,
  offset: 7,
  orderId: 'a-1',
  visit: 2,
  readyAt: 0,
  value: Buffer.alloc(0),
  traceparent,
  ...more,
});
const place: Ticket['place'] = {
  type: 'place',
  id: 'tobrew-1-7',
  orderId: 'a-1',
  by: { kind: 'worker', name: 'stage-worker' },
  details: {},
  ticketed: true,
};

it('records how long a ticket waited, and the work on it, which what the worker sends belongs to', () => {
  const { tracer, spans } = createRecordingTracer();
  const traced = traceTicket(tracer, tea, brew, ticket(parent), 3);
  traced.span?.end();
  const [wait, work] = spans();
  expect(wait).toMatchObject({ name: 'wait brew', traceId: 'a'.repeat(32), parentId: 'b'.repeat(16) });
  expect(wait && wait.to - wait.from).toBe(3000);
  expect(work).toMatchObject({
    name: 'process tobrew',
    traceId: 'a'.repeat(32),
    parentId: 'b'.repeat(16),
    attributes: {
      'messaging.consumer.group.name': 'tea.brew',
      'messaging.kafka.offset': 7,
      'cupcakery.order.id': 'a-1',
      'cupcakery.stage': 'brew',
    },
  });
  expect(traced.ticket.traceparent).toBe(`00-${'a'.repeat(32)}-${work?.spanId}-01`);
});

it('begins a trace for an adopted order that came without one', () => {
  const { tracer, spans } = createRecordingTracer();
  const traced = traceTicket(tracer, tea, brew, ticket(undefined, { place }), 1);
  traced.span?.end();
  const [wait, work] = spans();
  expect(work?.parentId).toBeUndefined();
  expect(wait).toMatchObject({ traceId: work?.traceId, parentId: work?.spanId });
  expect(traced.ticket.traceparent).toContain(work?.spanId);
});

it('records nothing of an order of an older release, and changes nothing about its ticket', () => {
  const { tracer, spans } = createRecordingTracer();
  const old = ticket(undefined);
  expect(traceTicket(tracer, tea, brew, old, 1)).toEqual({ ticket: old, span: undefined });
  expect(spans()).toEqual([]);
});

it('passes a ticket on as it is where nothing is traced', () => {
  const own = ticket(parent);
  expect(traceTicket(noTracer, tea, brew, own, 1).ticket).toBe(own);
});

import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { recordHeaders } from '@cupcakery/kit/testing/record-headers';
import { createRecordingTracer } from '@cupcakery/kit/tracing/testing/recording-tracer';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { expect, it } from 'vitest';
import { createOrderPartitionProcessor } from './order-partition-processor.ts';

const workflow = parseWorkflow(
  `
name: tea
title: Tea
promise: 10m
details: { type: object }
stages:
  - { name: brew, done: brewed, verb: brew, topic: tobrew, role: cook, mode: manual }
  - { name: pour, done: poured, verb: pour, topic: topour, role: cook, mode: timer, takes: 1s }
results: { topic: teas }
`,
  'tea.yaml',
);
const order = 'c0ffee-1';
const noon = Date.UTC(2026, 10, 21, 12);
const at = (seconds: number) => new Date(noon + seconds * 1000);
const trace = (digit: string, flags = '01') => `00-${digit.repeat(32)}-${digit.repeat(16)}-${flags}`;
const customer = { kind: 'customer', name: 'ann' };
const cook = { kind: 'cook', name: 'kim' };
const worker = { kind: 'worker', name: 'pod-1' };
const placing = { type: 'place', by: customer, details: {} };

function processing(tracer: Tracer) {
  const processor = createOrderPartitionProcessor(workflow, 1, { answered() {}, changed() {} }, tracer);
  const state = processor.create(0);
  let offset = 0;
  function record({ traceparent, ...command }: Record<string, unknown>, topic = 'tea.commands'): KafkaRecord {
    offset += 1;
    const value = Buffer.from(JSON.stringify({ id: `c-${offset}`, orderId: order, ...command }));
    const headers = recordHeaders(typeof traceparent === 'string' ? { traceparent } : {});
    return { topic, partition: 0, offset, timestamp: 0, key: order, value, headers };
  }
  return {
    decide: (records: KafkaRecord[], now: Date) => processor.decide(state, records, now),
    run(command: Record<string, unknown>, now: Date, topic?: string): ProduceRecord[] {
      const decisions = processor.decide(state, [record(command, topic)], now);
      decisions.onCommitted();
      return decisions.records;
    },
    record,
  };
}

const traceOf = (records: ProduceRecord[], topic: string) =>
  records.find((record) => record.topic === topic)?.headers?.traceparent;

it('gives every ticket of an order the trace of the request that placed it, whoever finished the stage before', () => {
  const { run } = processing(noTracer);
  expect(traceOf(run({ ...placing, traceparent: trace('a') }, at(0)), 'tobrew')).toBe(trace('a'));
  const done = run({ type: 'complete', stage: 'brew', by: cook, traceparent: trace('b') }, at(9));
  expect(traceOf(done, 'topour')).toBe(trace('a'));
});

it('believes the header alone about the trace of an order, and works on without one', () => {
  const { run } = processing(noTracer);
  const placed = run({ ...placing, traceparent: undefined }, at(0));
  expect(traceOf(placed, 'tobrew')).toBeUndefined();
  const done = run({ type: 'complete', stage: 'brew', by: cook, traceparent: trace('b') }, at(9));
  expect(traceOf(done, 'topour')).toBeUndefined();
  expect(done.some(({ topic }) => topic === 'topour')).toBe(true);
});

it('writes events and snapshots without a trace where nothing is traced', () => {
  const placed = processing(noTracer).run({ ...placing, traceparent: trace('a') }, at(0));
  expect(['tea.order-events', 'tea.orders'].map((topic) => traceOf(placed, topic))).toEqual([
    undefined,
    undefined,
  ]);
});

it('records a command as the next step of its trace, and links it to its transaction', () => {
  const { tracer, spans } = createRecordingTracer();
  const { run } = processing(tracer);
  const placed = run({ ...placing, traceparent: trace('a') }, at(0));
  const [command, transaction] = spans();
  expect(command).toMatchObject({
    name: 'process tea.commands',
    traceId: 'a'.repeat(32),
    parentId: 'a'.repeat(16),
    attributes: {
      'messaging.system': 'kafka',
      'messaging.consumer.group.name': 'tea.processor',
      'messaging.destination.partition.id': '0',
      'cupcakery.command': 'place',
      'cupcakery.answer': 'OK',
    },
    links: [transaction?.spanId],
  });
  expect(transaction).toMatchObject({ name: 'transaction tea.processor', links: ['a'.repeat(16)] });
  expect(transaction?.traceId).not.toBe(command?.traceId);
  // The first frame of the change is the next step.
  expect(traceOf(placed, 'tea.orders')).toBe(`00-${'a'.repeat(32)}-${command?.spanId}-01`);
});

it('records one transaction for a batch', () => {
  const { tracer, spans } = createRecordingTracer();
  const { decide, record } = processing(tracer);
  const other = { ...placing, orderId: 'c0ffee-2', traceparent: trace('b') };
  decide([record({ ...placing, traceparent: trace('a') }), record(other)], at(0)).onCommitted();
  const transactions = spans().filter(({ name }) => name.startsWith('transaction'));
  expect(transactions).toHaveLength(1);
  expect(transactions[0]?.attributes).toMatchObject({ 'messaging.batch.message_count': 2 });
  const commands = spans().filter(({ name }) => name.startsWith('process'));
  expect(commands.map(({ links }) => links)).toEqual([[transactions[0]?.spanId], [transactions[0]?.spanId]]);
});

it('records nothing of a batch that is not committed', () => {
  const { tracer, spans } = createRecordingTracer();
  const { decide, record } = processing(tracer);
  decide([record({ ...placing, traceparent: trace('a') })], at(0));
  expect(spans()).toEqual([]);
});

it('records nothing of a trace that the first service did not record', () => {
  const { tracer, spans } = createRecordingTracer();
  const { run } = processing(tracer);
  const placed = run({ ...placing, traceparent: trace('a', '00') }, at(0));
  run({ type: 'complete', stage: 'brew', by: cook, traceparent: trace('b', '00') }, at(9));
  expect(spans()).toEqual([]);
  expect(traceOf(placed, 'tea.orders')).toBeUndefined();
  expect(traceOf(placed, 'tobrew')).toBe(trace('a', '00'));
});

it('keeps the work of a person in the trace of the order; the request is another one, and they link to each other', () => {
  const { tracer, spans } = createRecordingTracer();
  const { run } = processing(tracer);
  const now = Date.now();
  const after = (seconds: number) => new Date(now + seconds * 1000);
  run({ ...placing, traceparent: trace('a') }, after(-9));
  run({ type: 'claim', stage: 'brew', by: cook, traceparent: trace('b') }, after(-6));
  const done = run({ type: 'complete', stage: 'brew', by: cook, traceparent: trace('c') }, after(0));
  const named = (name: string) => spans().filter((span) => span.name === name);
  const [wait] = named('wait brew');
  const [work] = named('work brew');
  const request = named('process tea.commands').at(-1);
  expect(request).toMatchObject({ traceId: 'c'.repeat(32), parentId: 'c'.repeat(16) });
  expect(request?.links).toContain('a'.repeat(16));
  for (const span of [wait, work]) {
    expect(span).toMatchObject({ traceId: 'a'.repeat(32), parentId: 'a'.repeat(16) });
    expect(span?.links).toEqual([request?.spanId]);
  }
  expect(wait && wait.to - wait.from).toBe(3000);
  expect(work && work.to - work.from).toBe(6000);
  expect(traceOf(done, 'tea.orders')).toBe(`00-${'a'.repeat(32)}-${work?.spanId}-01`);
});

it('leaves the work of workers to them', () => {
  const { tracer, spans } = createRecordingTracer();
  const { run } = processing(tracer);
  run({ ...placing, traceparent: trace('a') }, at(0));
  run({ type: 'complete', stage: 'brew', by: cook, traceparent: trace('c') }, at(1));
  run({ type: 'complete', stage: 'pour', visit: 2, by: worker, traceparent: trace('a') }, at(2), 'tea.work');
  expect(spans().some(({ name }) => name.endsWith(' pour'))).toBe(false);
});

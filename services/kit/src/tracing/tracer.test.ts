import { describe, expect, it, test } from 'vitest';
import { isSampled, parseTraceparent } from '../trace.ts';
import { createRecordingTracer } from './testing/recording-tracer.ts';
import { noTracer } from './tracer.ts';
import type { SamplerName } from './tracing-vars.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const sampled = `00-${trace}-00f067aa0ba902b7-01`;
const unsampled = `00-${trace}-00f067aa0ba902b7-00`;
const inside = { kind: 'internal', attributes: {} } as const;

test.each<[SamplerName, number, string | undefined, boolean]>([
  ['parentbased_always_on', 1, undefined, true],
  ['parentbased_always_on', 1, sampled, true],
  ['parentbased_always_on', 1, unsampled, false],
  ['parentbased_always_off', 1, undefined, false],
  ['parentbased_always_off', 1, sampled, true],
  ['parentbased_traceidratio', 0, undefined, false],
  ['parentbased_traceidratio', 1, undefined, true],
  ['parentbased_traceidratio', 0, sampled, true],
  ['parentbased_traceidratio', 1, unsampled, false],
  ['traceidratio', 0, sampled, false],
  ['always_on', 1, unsampled, true],
  ['always_off', 1, sampled, false],
])('%s with ratio %d decides about a request with traceparent %s: %s', (name, ratio, parent, expected) => {
  const { tracer, spans } = createRecordingTracer(name, ratio);
  const { traceparent, span } = tracer.begin('GET', parent, inside);
  span?.end();
  expect(spans()).toHaveLength(expected ? 1 : 0);
  // The decision goes on with the request.
  expect(isSampled(traceparent)).toBe(expected);
  if (parent !== undefined) expect(parseTraceparent(traceparent)?.traceId).toBe(trace);
});

describe('a step', () => {
  it('belongs to the trace in its parent and links to others', () => {
    const { tracer, spans } = createRecordingTracer();
    const other = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    const span = tracer.child('work', sampled, { ...inside, links: [other, undefined, 'no traceparent'] });
    span?.end({ attributes: { 'cupcakery.outcome': 'completed' }, at: Date.now() });
    expect(spans()).toEqual([
      expect.objectContaining({
        name: 'work',
        traceId: trace,
        parentId: '00f067aa0ba902b7',
        links: ['b'.repeat(16)],
        attributes: { 'cupcakery.outcome': 'completed' },
      }),
    ]);
    expect(span?.traceparent).toBe(`00-${trace}-${spans()[0]?.spanId}-01`);
  });

  it.each([undefined, '', 'rubbish', unsampled])('of %j is not recorded', (parent) => {
    const { tracer, spans } = createRecordingTracer();
    expect(tracer.child('work', parent, inside)).toBeUndefined();
    expect(spans()).toEqual([]);
  });
});

it('records a trace that begins with a link to one that is recorded, whatever the share of new ones', () => {
  const { tracer } = createRecordingTracer('parentbased_traceidratio', 0);
  expect(tracer.begin('transaction', undefined, { ...inside, links: [sampled] }).span).toBeDefined();
  expect(tracer.begin('transaction', undefined, { ...inside, links: [unsampled] }).span).toBeUndefined();
});

it('records nothing when it is off, and still gives every request an id', () => {
  expect(noTracer.child('work', sampled, inside)).toBeUndefined();
  const { traceparent, span } = noTracer.begin('GET', sampled, inside);
  expect(span).toBeUndefined();
  expect(parseTraceparent(traceparent)).toMatchObject({ traceId: trace, flags: '01' });
  expect(parseTraceparent(noTracer.begin('GET', undefined, inside).traceparent)).toBeDefined();
});

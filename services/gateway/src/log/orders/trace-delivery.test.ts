import { recordHeaders } from '@cupcakery/kit/testing/record-headers';
import { createRecordingTracer } from '@cupcakery/kit/tracing/testing/recording-tracer';
import { noTracer } from '@cupcakery/kit/tracing/tracer';
import { expect, it } from 'vitest';
import { traceDeliveries } from './trace-delivery.ts';

const record = (headers: Record<string, string>) => ({
  topic: 'tea.orders',
  partition: 0,
  offset: 3,
  timestamp: 1_000_000,
  key: 'a-1',
  value: null,
  headers: recordHeaders(headers),
});
const trace = (flags: string) => ({ traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flags}` });
const now = () => 1_000_250;

it('records one step for a change, from its record to the first frame, however many subscribers get it', () => {
  const { tracer, spans } = createRecordingTracer();
  const delivery = traceDeliveries(tracer, 'tea', now)(record(trace('01')));
  for (let n = 0; n < 3; n += 1) delivery?.delivered();
  expect(spans()).toHaveLength(1);
  const [span] = spans();
  expect(span).toMatchObject({
    name: 'deliver tea.orders',
    traceId: 'a'.repeat(32),
    parentId: 'b'.repeat(16),
  });
  // The end is the machine's clock, read a moment later.
  expect(span && span.to - span.from).toBeGreaterThanOrEqual(250);
});

it.each([
  ['is not recorded', trace('00')],
  ['is not known', {}],
])('keeps nothing for a change whose trace %s', (_why, headers) => {
  const { tracer } = createRecordingTracer();
  expect(traceDeliveries(tracer, 'tea', now)(record(headers))).toBeUndefined();
});

it('looks at no record where nothing is traced', () => {
  expect(traceDeliveries(noTracer, 'tea', now)(record(trace('01')))).toBeUndefined();
});

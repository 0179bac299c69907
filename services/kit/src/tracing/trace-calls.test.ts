import { expect, it } from 'vitest';
import { createRecordingTracer } from './testing/recording-tracer.ts';
import { traceRequest } from './trace-request.ts';
import { traceSend } from './trace-send.ts';

const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const unsampled = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
const record = {
  topic: 'tea.commands',
  partition: 1,
  key: 'a-1',
  headers: { ce_id: 'c-1', traceparent: parent },
};
const request = { method: 'POST', url: 'http://oven.example:8080/bake', parent };

it('sends a record with the step that it is, beside its other headers', async () => {
  const { tracer, spans } = createRecordingTracer();
  const sent: unknown[] = [];
  await traceSend(tracer, { parent, attributes: {} }, record, async ({ headers }) => void sent.push(headers));
  const [span] = spans();
  expect(span).toMatchObject({ name: 'send tea.commands', parentId: 'b'.repeat(16) });
  expect(sent).toEqual([{ ce_id: 'c-1', traceparent: `00-${'a'.repeat(32)}-${span?.spanId}-01` }]);
});

it('sends a record of a trace that is not recorded as it is', async () => {
  const { tracer, spans } = createRecordingTracer();
  const sent: unknown[] = [];
  await traceSend(tracer, { parent: unsampled, attributes: {} }, record, async (one) => void sent.push(one));
  expect(sent[0]).toBe(record);
  expect(spans()).toEqual([]);
});

it('names the error of a record that could not be sent, and passes it on', async () => {
  const { tracer, spans } = createRecordingTracer();
  const failing = traceSend(tracer, { parent, attributes: {} }, record, async () => {
    throw new TypeError('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(spans()[0]?.attributes).toMatchObject({ 'error.type': 'TypeError' });
});

it.each([
  [204, undefined],
  [503, '503'],
  [undefined, 'no_response'],
])('a request that is answered with %s fails by %s', async (status, error) => {
  const { tracer, spans } = createRecordingTracer();
  const answer = await traceRequest(
    tracer,
    request,
    async (traceparent) => traceparent,
    () => status,
  );
  const [span] = spans();
  expect(answer).toBe(`00-${'a'.repeat(32)}-${span?.spanId}-01`);
  expect(span?.name).toBe('POST');
  expect(span?.attributes['http.response.status_code']).toBe(status);
  expect(span?.attributes['error.type']).toBe(error);
});

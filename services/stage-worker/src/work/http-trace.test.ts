import { createServer } from 'node:http';
import { createRecordingTracer } from '@cupcakery/kit/tracing/testing/recording-tracer';
import { noTracer } from '@cupcakery/kit/tracing/tracer';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { expect, it, onTestFinished } from 'vitest';
import { createStageCredentials } from './credentials/stage-credentials.ts';
import { createHttpWork } from './http.ts';

const trace = (flags: string) => `00-${'a'.repeat(32)}-${'b'.repeat(16)}-${flags}`;

/** A target that notes the traceparent of each request. */
async function target() {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headersDistinct.traceparent?.[0]);
    request.resume();
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { stages } = parseWorkflow(
    `
name: tea
title: Tea
promise: 10m
details: { type: object }
stages:
  - { name: boil, done: boiled, verb: boil, topic: toboil, role: cook, mode: http, url: 'http://127.0.0.1:${address.port}/boil' }
results: { topic: teas }
`,
    'tea.yaml',
  );
  const [stage] = stages;
  if (!stage) throw new Error('no stage');
  return { seen, stage };
}

async function requestWith(traceparent: string | undefined, tracer = noTracer) {
  const { seen, stage } = await target();
  const credentials = createStageCredentials(stage.name, stage.auth, () => '');
  const ticket = { partition: 0, offset: 0, orderId: 'a-1', visit: 1, readyAt: 0, value: Buffer.from('{}') };
  const work = createHttpWork(stage, credentials, Date.now, tracer);
  await work({ ...ticket, traceparent }, AbortSignal.timeout(10_000));
  return seen;
}

it.each([
  ['goes on with the trace of a caller', trace('01'), trace('01')],
  ['decides nothing for the target about a trace of its own', trace('00'), undefined],
  ['sends none for an order without a trace', undefined, undefined],
])('a worker that traces nothing %s', async (_what, traceparent, seen) => {
  expect(await requestWith(traceparent)).toEqual([seen]);
});

it('a request to a target is a step of the trace, and the target’s own steps are below it', async () => {
  const { tracer, spans } = createRecordingTracer();
  const seen = await requestWith(trace('01'), tracer);
  const [span] = spans();
  expect(span).toMatchObject({
    name: 'POST',
    parentId: 'b'.repeat(16),
    attributes: { 'http.response.status_code': 200 },
  });
  expect(seen).toEqual([`00-${'a'.repeat(32)}-${span?.spanId}-01`]);
});

it('a request of a trace that is not recorded says so', async () => {
  const { tracer } = createRecordingTracer();
  expect(await requestWith(trace('00'), tracer)).toEqual([trace('00')]);
});

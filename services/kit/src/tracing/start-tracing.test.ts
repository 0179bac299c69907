import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { ConfigError, loadConfig } from '../config.ts';
import { createLogger } from '../log.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { createLifecycle } from '../process/lifecycle.ts';
import { freePorts } from '../tools/free-ports.ts';
import { startTracing } from './start-tracing.ts';
import { noTracer } from './tracer.ts';
import { tracingVars } from './tracing-vars.ts';

const schema = z.object(tracingVars);
const log = createLogger({ service: 'x', level: 'silent' });

async function tracing(env: Record<string, string>) {
  const lifecycle = createLifecycle({ log, timeoutMs: 10_000, delayMs: 0 });
  const registry = new Registry();
  const metrics = createMetrics(registry);
  const tracer = await startTracing(loadConfig(schema, env), { service: 'shop', metrics, log, lifecycle });
  return { tracer, lifecycle, registry };
}

async function receiver() {
  const requests: Pick<IncomingMessage, 'url' | 'headers'>[] = [];
  const server = createServer((request, response) => {
    request.resume();
    requests.push({ url: request.url, headers: request.headers });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, requests };
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const step = { kind: 'internal', attributes: {} } as const;

it('is off without an endpoint', async () => {
  expect((await tracing({})).tracer).toBe(noTracer);
});

it('exports what was recorded until the end, with the headers of a mounted secret', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tracing-'));
  folders.push(folder);
  await writeFile(join(folder, 'headers'), 'api-key=a%20b\n');
  const { url, requests } = await receiver();
  const { tracer, lifecycle } = await tracing({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`,
    OTEL_EXPORTER_OTLP_HEADERS_FILE: join(folder, 'headers'),
  });
  tracer.begin('last', undefined, step).span?.end();
  expect(await lifecycle.shutdown()).toBe('clean');
  expect(requests).toHaveLength(1);
  expect(requests[0]?.url).toBe('/v1/traces');
  expect(requests[0]?.headers).toMatchObject({ 'api-key': 'a b', 'content-type': 'application/x-protobuf' });
});

it('ends in time when the receiver is away, and counts the spans that are lost', async () => {
  const [port = 0] = await freePorts(1);
  const { tracer, lifecycle, registry } = await tracing({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/v1/traces`,
  });
  tracer.begin('last', undefined, step).span?.end();
  expect(await lifecycle.shutdown()).toBe('clean');
  await expect
    .poll(() => registry.metrics(), { timeout: 10_000 })
    .toContain('cupcakery_spans_dropped_total{reason="export_failed"} 1');
}, 20_000);

it.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /OTEL_EXPORTER_OTLP_ENDPOINT.*http or https URL/],
  [{ OTEL_TRACES_SAMPLER: 'sometimes' }, /OTEL_TRACES_SAMPLER/],
  [{ OTEL_TRACES_SAMPLER_ARG: '1.5' }, /OTEL_TRACES_SAMPLER_ARG.*from 0 to 1/],
  [
    { OTEL_EXPORTER_OTLP_HEADERS: 'hunter2' },
    /OTEL_EXPORTER_OTLP_HEADERS \(value hidden\): must be name=value/,
  ],
])('refuses %j', (env, message) => {
  expect(() => loadConfig(schema, env)).toThrow(message);
});

it('names the variable of a file of headers that is missing, and shows nothing of what it holds', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_HEADERS_FILE: '/none' };
  await expect(tracing(env)).rejects.toThrow(ConfigError);
  await expect(tracing(env)).rejects.toThrow('OTEL_EXPORTER_OTLP_HEADERS_FILE=/none cannot be read');
});

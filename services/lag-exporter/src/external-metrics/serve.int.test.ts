import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Collector } from '../collection/collector.ts';
import type { LagReport } from '../lag/report.ts';
import { serveExternalMetrics } from './serve.ts';
import { fileTrust } from './trust-source.ts';

const log = createLogger({ service: 'test', level: 'silent' });
const lifecycle = createLifecycle({ log, timeoutMs: 5_000, delayMs: 0 });
const dir = mkdtempSync(join(tmpdir(), 'cupcakery-metrics-'));
const file = (name: string) => join(dir, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });

/** A certificate authority `<name>.crt`, or a certificate that one signed. */
function certificate(name: string, commonName: string, ca?: string): void {
  const base = ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-subj', `/CN=${commonName}`];
  if (!ca) {
    openssl('req', '-x509', ...base, '-out', `${name}.crt`, '-days', '1');
    return;
  }
  openssl('req', '-new', ...base, '-out', `${name}.csr`);
  const signed = ['-CA', `${ca}.crt`, '-CAkey', `${ca}.key`, '-CAcreateserial', '-days', '1'];
  openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.crt`);
}

const report: LagReport = {
  at: Date.parse('2026-11-22T12:00:00Z'),
  groups: [
    {
      group: 'cupcakes.bake',
      state: 'Stable',
      members: 2,
      topics: [topicLag('readytobake', 42, 12.5)],
    },
    {
      group: 'cupcakes.mix',
      state: 'Stable',
      members: 1,
      topics: [topicLag('orderrequests', undefined, undefined)],
    },
    {
      group: 'cupcakes.ship',
      state: 'Stable',
      members: 3,
      topics: [topicLag('readytoship', 900, 60, true)],
    },
  ],
};
function topicLag(
  topic: string,
  lag: number | undefined,
  oldestAgeSeconds: number | undefined,
  paused = false,
) {
  const rates = { inRate: 1, outRate: 2, drainSeconds: undefined, unowned: 0, stalled: 0 };
  return {
    topic,
    lag,
    records: lag && lag / 2,
    oldestAgeSeconds,
    ...rates,
    dependencyDown: false,
    paused,
    partitions: [],
  };
}
let stale = false;
const collector: Collector = {
  latest: () => report,
  history: { of: () => [] },
  isStale: () => stale,
  stop: async () => {},
};
let port: number;

beforeAll(async () => {
  certificate('front-proxy-ca', 'front-proxy-ca');
  certificate('aggregator', 'front-proxy-client', 'front-proxy-ca');
  certificate('impostor', 'somebody', 'front-proxy-ca');
  certificate('other-ca', 'other-ca');
  certificate('foreign', 'front-proxy-client', 'other-ca');
  certificate('first', 'first');
  certificate('second', 'second');
  for (const kind of ['crt', 'key']) copyFileSync(file(`first.${kind}`), file(`tls.${kind}`));
  const served = await serveExternalMetrics(
    {
      collector,
      trustSource: fileTrust(file('front-proxy-ca.crt'), ['front-proxy-client']),
      certFile: file('tls.crt'),
      keyFile: file('tls.key'),
      host: '127.0.0.1',
      port: 0,
      reloadMs: 50,
      log,
    },
    lifecycle,
  );
  port = served.port;
});
afterAll(async () => {
  await lifecycle.shutdown();
  rmSync(dir, { recursive: true, force: true });
});

type Answer = { status: number; body: unknown; serverName: string | undefined };

function get(path: string, client?: string): Promise<Answer> {
  const identity = client
    ? { cert: readFileSync(file(`${client}.crt`)), key: readFileSync(file(`${client}.key`)) }
    : {};
  // The server's certificate is checked by the API server against the APIService's bundle, not here.
  const agent = new Agent({ rejectUnauthorized: false, ...identity });
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, agent }, (response) => {
      let text = '';
      const peer = Reflect.get(response.socket, 'getPeerCertificate').call(response.socket);
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      response.on('end', () => {
        agent.destroy();
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text), serverName: peer?.subject?.CN });
      });
    })
      .once('error', reject)
      .end();
  });
}
const api = '/apis/external.metrics.k8s.io/v1beta1';
const lag = (selector: string) =>
  `${api}/namespaces/shop/kafka_consumergroup_lag_sum?labelSelector=${encodeURIComponent(selector)}`;

it.each([
  ['a client without a certificate', undefined],
  ['a certificate of another authority', 'foreign'],
  ['the right authority under another name', 'impostor'],
])('refuses %s', async (_who, client) => {
  const { status, body } = await get(lag('consumergroup=cupcakes.bake'), client);
  expect(status).toBe(401);
  expect(body).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'Unauthorized', code: 401 });
});

it('gives the aggregator the list of metrics and the selected value', async () => {
  const resources = z.object({ resources: z.array(z.object({ name: z.string() })) });
  const names = resources.parse((await get(api, 'aggregator')).body).resources.map((r) => r.name);
  expect(names).toContain('kafka_consumergroup_lag_sum');
  const { status, body } = await get(lag('consumergroup=cupcakes.bake,topic=readytobake'), 'aggregator');
  expect(status).toBe(200);
  expect(body).toEqual({
    kind: 'ExternalMetricValueList',
    apiVersion: 'external.metrics.k8s.io/v1beta1',
    metadata: {},
    items: [
      {
        metricName: 'kafka_consumergroup_lag_sum',
        metricLabels: { consumergroup: 'cupcakes.bake', topic: 'readytobake' },
        timestamp: '2026-11-22T12:00:00.000Z',
        value: '42',
      },
    ],
  });
  const records = lag('consumergroup=cupcakes.bake').replace('lag_sum', 'records_sum');
  expect((await get(records, 'aggregator')).body).toMatchObject({ items: [{ value: '21' }] });
  const age = lag('consumergroup=cupcakes.bake').replace('lag_sum', 'oldest_age_seconds');
  expect((await get(age, 'aggregator')).body).toMatchObject({ items: [{ value: '12500m' }] });
});

it('answers with an error, never with 0, for values that are unknown, old or unreadable', async () => {
  expect((await get(lag('consumergroup=cupcakes.mix'), 'aggregator')).status).toBe(503);
  expect((await get(lag(''), 'aggregator')).status).toBe(503);
  expect((await get(lag('consumergroup >'), 'aggregator')).status).toBe(400);
  expect((await get(`${api}/namespaces/shop/none`, 'aggregator')).status).toBe(404);
  expect((await get(lag('consumergroup=nobody'), 'aggregator')).body).toMatchObject({ items: [] });
  stale = true;
  expect((await get(lag('consumergroup=cupcakes.bake'), 'aggregator')).status).toBe(503);
  stale = false;
});

it('answers with an error for a stage that is paused, so that its autoscaler keeps the replicas', async () => {
  for (const metric of ['lag_sum', 'records_sum', 'oldest_age_seconds', 'in_rate', 'out_rate']) {
    const path = lag('consumergroup=cupcakes.ship,topic=readytoship').replace('lag_sum', metric);
    const { status, body } = await get(path, 'aggregator');
    expect([metric, status]).toEqual([metric, 503]);
    expect(body).toMatchObject({ message: expect.stringContaining('paused') });
  }
  expect((await get(lag('consumergroup=cupcakes.bake'), 'aggregator')).status).toBe(200);
});

it('loads a new server certificate while it runs', async () => {
  expect((await get(api, 'aggregator')).serverName).toBe('first');
  for (const kind of ['crt', 'key']) copyFileSync(file(`second.${kind}`), file(`tls.${kind}`));
  await vi.waitFor(async () => expect((await get(api, 'aggregator')).serverName).toBe('second'), 10_000);
  expect((await get(lag('consumergroup=cupcakes.bake'), 'foreign')).status).toBe(401);
});

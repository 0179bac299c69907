import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@cupcakery/kit/config';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { configSchema } from './config.ts';
import { start } from './start.ts';
import { autoscaler, deployment } from './testing/bake-objects.ts';
import { type FakeApiServer, startFakeApiServer } from './testing/fake-api-server.ts';

const log = createLogger({ service: 'test', level: 'silent' });
const lifecycle = createLifecycle({ log, timeoutMs: 10_000, delayMs: 0 });
const registry = new Registry();
let dir: string;
let apiServer: FakeApiServer;
let url: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cupcakery-scaling-'));
  apiServer = await startFakeApiServer();
  apiServer.put('deployments', deployment(4));
  apiServer.put('horizontalpodautoscalers', autoscaler({ lag: '16' }));
  await writeFile(join(dir, 'kubeconfig'), apiServer.config.exportConfig());
  vi.stubEnv('KUBECONFIG', join(dir, 'kubeconfig'));
  const config = loadConfig(configSchema, {
    KAFKA_BROKERS: inject('brokers'),
    PORT: '0',
    GROUPS: 'none',
    INTERVAL_MS: '100',
    STALE_AFTER_MS: '500',
    EXPLAIN_SCALING: 'true',
    SCALING_NAMESPACES: 'shop',
  });
  const admin = { port: 0, stop: async () => {} };
  const server = await start(config, { log, lifecycle, registry, admin, now: Date.now });
  url = server?.url ?? 'not served';
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await lifecycle.shutdown();
  await apiServer.stop();
  await rm(dir, { recursive: true, force: true });
});

const settled = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
const scaling = async () => Reflect.get(await (await fetch(`${url}/api/lag`)).json(), 'scaling');
const published = async () => (await registry.metrics()).match(/^cupcakery_stage_.*$/gm);

it('publishes the replicas of stages as JSON and metrics, and old ones only as JSON', async () => {
  const bake = {
    namespace: 'shop',
    workflow: 'cupcakes',
    stage: 'bake',
    wanted: 8,
    actual: 4,
    ready: 4,
    max: 12,
    min: 1,
    reason: { code: 'scaling', text: 'Wants 8, has 4: the autoscaler has not acted on it yet.' },
  };
  await settled(async () => expect(await scaling()).toEqual({ stale: false, stages: [bake] }));
  await settled(async () => expect(await published()).toHaveLength(4));
  await apiServer.stop();
  await settled(async () => expect(await scaling()).toEqual({ stale: true, stages: [bake] }));
  await settled(async () => expect(await published()).toBeNull());
  await apiServer.start();
  await settled(async () => expect(await scaling()).toEqual({ stale: false, stages: [bake] }));
});

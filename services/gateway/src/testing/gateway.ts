import { loadConfig } from '@cupcakery/kit/config';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { Registry } from 'prom-client';
import { configSchema } from '../config.ts';
import { start } from '../start.ts';
import type { TestPipeline } from './test-pipeline.ts';

/** For tests: a gateway in this process, on a free port. */
export type TestGateway = {
  url: string;
  ws: string;
  registry: Registry;
  /** The value of a metric, summed over its labels. */
  metric(name: string, labels?: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
};

export async function startGateway(
  pipeline: TestPipeline,
  brokers: string,
  env: Record<string, string> = {},
): Promise<TestGateway> {
  const config = loadConfig(configSchema, {
    KAFKA_BROKERS: brokers,
    WORKFLOWS_DIR: pipeline.workflowsDir,
    PORT: '0',
    CLOSE_SPREAD_MS: '50',
    LOG_LEVEL: 'error',
    ...env,
  });
  const log = createLogger({ service: 'gateway', level: config.LOG_LEVEL });
  const lifecycle = createLifecycle({ log, timeoutMs: 10_000, delayMs: 0 });
  const registry = new Registry();
  const admin = { port: 0, stop: async () => {} };
  const { port } = await start(config, { log, lifecycle, registry, admin, now: Date.now });
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    ws: `ws://127.0.0.1:${port}/graphql`,
    registry,
    async metric(name, labels = {}) {
      const { values } = (await registry.getSingleMetric(name)?.get()) ?? { values: [] };
      return values
        .filter((v) => Object.entries(labels).every(([k, wanted]) => Reflect.get(v.labels, k) === wanted))
        .reduce((sum, v) => sum + v.value, 0);
    },
    async stop() {
      await lifecycle.shutdown();
    },
  };
}

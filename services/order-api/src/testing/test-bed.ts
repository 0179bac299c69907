import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { spawnService } from '@cupcakery/kit/testing/spawn-service';
import { staffTopic } from '@cupcakery/workflow/contracts/staff';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { parseWorkflow, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { Registry } from 'prom-client';
import { configSchema } from '../config.ts';
import { start } from '../start.ts';

const root = new URL('../../../../', import.meta.url).pathname;
const log = createLogger({ service: 'test', level: 'error' });

/** An answer with its body as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: tests read bodies whose shape they assert
export type Answer = { status: number; headers: Headers; body: any };
export type Call = {
  body?: unknown;
  raw?: string;
  key?: string;
  user?: string;
  roles?: string;
  /** `team=Lemon&team=Mint` */
  claims?: string;
  token?: string;
};

/** order-api in this process on a separate workflow, with the real order-processor as a child process. */
export type TestBed = {
  workflow: Workflow;
  url: string;
  registry: Registry;
  readiness(): Record<string, string>;
  post(path: string, call?: Call): Promise<Answer>;
  get(path: string, call?: Call): Promise<Answer>;
  startProcessor(): void;
  stopProcessor(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @param options.name of the workflow: a copy of the default one on separate topics
 * @param options.more YAML added to its file
 * @param options.env added to order-api's environment
 */
export async function startTestBed(options: {
  brokers: string;
  name: string;
  env?: Record<string, string>;
  /** YAML added to the workflow's file. */
  more?: string;
}): Promise<TestBed> {
  const { brokers, name } = options;
  const folder = await mkdtemp(join(tmpdir(), 'order-api-'));
  const file = await readFile(join(root, 'charts/cupcakery/workflows/cupcakes.yaml'), 'utf8');
  const text = file
    .replace('name: cupcakes', `name: ${name}`)
    .replace(/partitions: \d+/, 'partitions: 4')
    .replaceAll(/topic: (\w+)/g, `topic: ${name}.$1`);
  const whole = `${text}\n${options.more ?? ''}\n`;
  await writeFile(join(folder, 'workflow.yaml'), whole);
  const workflow = parseWorkflow(whole, 'workflow.yaml');
  const env = { KAFKA_BROKERS: brokers, WORKFLOWS_DIR: folder };
  const kafka = createKafkaClient({ brokers: [brokers], clientId: 'test' }, log);
  // Each bed has its own: what one issues does not count at another.
  const staff = { ...staffTopic, name: `${name}.staff` };
  await ensureTopics(kafka, [...topicsOf(workflow), staff], { replicationFactor: 1 });

  let processor: { stop(): Promise<void> } | undefined;
  function startProcessor(): void {
    processor = spawnService('order-processor', { ...env, WORKFLOW: name, INSTANCE_ID: `${name}-0` });
  }
  startProcessor();

  const lifecycle = createLifecycle({ log, timeoutMs: 20_000, delayMs: 0 });
  const registry = new Registry();
  const { url } = await start(
    configSchema.parse({
      ...env,
      PORT: '0',
      REPLY_TIMEOUT_MS: '15000',
      FACTORY_WORKFLOW: name,
      STAFF_TOPIC: staff.name,
      ...options.env,
    }),
    { log, lifecycle, registry, admin: { port: 0, stop: async () => {} }, now: Date.now },
  );

  async function call(
    method: string,
    path: string,
    { body, raw, key, user, roles, claims, token }: Call,
  ): Promise<Answer> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (key !== undefined) headers['idempotency-key'] = key;
    if (user !== undefined) headers['x-cupcakery-user'] = user;
    if (roles !== undefined) headers['x-cupcakery-roles'] = roles;
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    if (claims !== undefined) headers['x-cupcakery-claims'] = claims;
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(text === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer };
  }

  return {
    workflow,
    url,
    registry,
    readiness: () => lifecycle.readiness().notReady,
    post: (path, options = {}) => call('POST', path, options),
    get: (path, options = {}) => call('GET', path, options),
    startProcessor,
    stopProcessor: async () => {
      await processor?.stop();
      processor = undefined;
    },
    async stop() {
      await lifecycle.shutdown();
      await processor?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

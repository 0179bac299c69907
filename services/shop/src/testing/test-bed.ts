import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shopTopicsOf } from '@cupcakery/collections/contracts/topics';
import { parseCollections } from '@cupcakery/collections/file/collection-files';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle, type Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { Kafka, logLevel } from 'kafkajs';
import { Registry } from 'prom-client';
import { expect, vi } from 'vitest';
import { configSchema } from '../config.ts';
import { start } from '../start.ts';

const defaultFolder = new URL('../../../../charts/cupcakery/collections/', import.meta.url).pathname;

// biome-ignore lint/suspicious/noExplicitAny: tests read bodies whose shape they assert
export type Answer = { status: number; headers: Headers; body: any };
export type Call = {
  body?: unknown;
  raw?: string;
  key?: string;
  ifMatch?: string;
  user?: string;
  roles?: string;
  signal?: AbortSignal;
};

/** The shop in this process, both parts of it, with the default collections and others beside them. */
export type TestBed = {
  readonly url: string;
  readonly registry: Registry;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** Writes records as another program does, by another client. */
  writeForeign(topic: string, ...records: [key: string, value: unknown][]): Promise<void>;
  /** All records of a topic, by another client, oldest first: `[key, parsed value]`. */
  readForeign(topic: string): Promise<[key: string, value: unknown][]>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @param options.files further collection files by name
 * @param options.prefill called when the topics exist, before the shop starts
 */
export async function startTestBed(options: {
  brokers: string;
  files?: Record<string, string>;
  prefill?: (bed: Pick<TestBed, 'writeForeign'>) => Promise<void>;
}): Promise<TestBed> {
  const { brokers } = options;
  const folder = await mkdtemp(join(tmpdir(), 'shop-'));
  const files = { ...(await defaultFiles()), ...options.files };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const collections = parseCollections(Object.entries(files).map(([name, text]) => ({ name, text })));
  const log = createLogger({ service: 'test', level: 'fatal' });
  const client = createKafkaClient({ brokers: [brokers], clientId: 'test' }, log);
  await ensureTopics(client, shopTopicsOf(collections), { replicationFactor: 1 });
  const other = new Kafka({ brokers: [brokers], clientId: 'other-program', logLevel: logLevel.NOTHING });
  const producer = other.producer();
  await producer.connect();

  const writeForeign: TestBed['writeForeign'] = async (topic, ...records) => {
    const textOf = (value: unknown) =>
      value === null || typeof value === 'string' ? value : JSON.stringify(value);
    const messages = records.map(([key, value]) => ({ key, value: textOf(value) }));
    await producer.send({ topic, messages, acks: -1 });
  };
  await options.prefill?.({ writeForeign });

  let running = await startShop(brokers, folder);
  return {
    get url() {
      return running.url;
    },
    get registry() {
      return running.registry;
    },
    call: (method, path, call = {}) => request(`${running.url}${path}`, method, call),
    writeForeign,
    readForeign: (topic) => readAll(other, topic),
    async restart() {
      await running.lifecycle.shutdown();
      running = await startShop(brokers, folder);
    },
    async stop() {
      await running.lifecycle.shutdown();
      await producer.disconnect();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function defaultFiles(): Promise<Record<string, string>> {
  const names = await readdir(defaultFolder);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(defaultFolder, name), 'utf8')])),
  );
}

async function startShop(
  brokers: string,
  folder: string,
): Promise<{ url: string; registry: Registry; lifecycle: Lifecycle }> {
  const log = createLogger({ service: 'test', level: 'fatal' });
  const lifecycle = createLifecycle({ log, timeoutMs: 20_000, delayMs: 0 });
  const registry = new Registry();
  const env = { KAFKA_BROKERS: brokers, COLLECTIONS_DIR: folder, PORT: '0', REPLY_TIMEOUT_MS: '15000' };
  const started = await start(configSchema.parse({ ...env, INSTANCE_ID: 'shop-0' }), {
    log,
    lifecycle,
    registry,
    admin: { port: 0, stop: async () => {} },
    now: Date.now,
  });
  await vi.waitFor(() => expect(lifecycle.readiness().notReady).toEqual({}), { timeout: 30_000 });
  return { url: started?.url ?? '', registry, lifecycle };
}

async function request(url: string, method: string, call: Call): Promise<Answer> {
  const { body, raw, key, ifMatch, user, roles, signal } = call;
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url, {
    method,
    headers: {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(user === undefined ? {} : { 'x-cupcakery-user': user }),
      ...(roles === undefined ? {} : { 'x-cupcakery-roles': roles }),
    },
    ...(text === undefined ? {} : { body: text }),
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer };
}

async function readAll(kafka: Kafka, topic: string): Promise<[string, unknown][]> {
  const admin = kafka.admin();
  await admin.connect();
  const [end] = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const records: [string, unknown][] = [];
  const consumer = kafka.consumer({ groupId: `other-${topic}-${Date.now()}`, readUncommitted: false });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const atEnd = Promise.withResolvers<void>();
  await consumer.run({
    eachBatchAutoResolve: true,
    async eachBatch({ batch }) {
      for (const { key, value } of batch.messages)
        records.push([String(key), value === null ? null : parsed(value.toString())]);
      if (Number(batch.lastOffset()) + 2 >= Number(end?.high ?? 0)) atEnd.resolve();
    },
  });
  await atEnd.promise;
  await consumer.disconnect();
  return records;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

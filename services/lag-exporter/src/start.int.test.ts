import { request } from 'node:http';
import { loadConfig } from '@cupcakery/kit/config';
import { createKafkaClient, type KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { joinConsumerGroup } from '@cupcakery/kit/kafka/consume/group/group';
import { type Producer, startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';
import { configSchema } from './config.ts';
import { start } from './start.ts';

const log = createLogger({ service: 'test', level: 'error' });
const lifecycle = createLifecycle({ log, timeoutMs: 10_000, delayMs: 0 });
const registry = new Registry();
const topic = 'lag-exporter-cakes';
let kafka: KafkaClient;
let producer: Producer;
let url: string;

beforeAll(async () => {
  const brokers = inject('brokers');
  kafka = createKafkaClient({ brokers: brokers.split(','), clientId: 'test' }, log);
  await ensureTopics(kafka, [{ name: topic, partitions: 3, config: {} }], { replicationFactor: 1 });
  producer = await startProducer({ kafka, topics: [topic] });
  const config = loadConfig(configSchema, {
    KAFKA_BROKERS: brokers,
    PORT: '0',
    GROUPS: 'lag-exporter-.*',
    EXCLUDE_GROUPS: '.*-hidden',
    INTERVAL_MS: '200',
  });
  const admin = { port: 0, stop: async () => {} };
  const server = await start(config, { log, lifecycle, registry, admin, now: Date.now });
  url = server?.url ?? 'not served';
});
afterAll(async () => {
  await lifecycle.shutdown();
  await producer.stop();
});

const write = (partition: number, count: number) =>
  producer.send(Array.from({ length: count }, () => ({ topic, partition, key: 'k', value: 'v' })));

/** A member that commits and does nothing else. */
async function join(group: string) {
  const assigned = Promise.withResolvers<void>();
  const member = await joinConsumerGroup({ kafka, group, topic, onAssignment: () => assigned.resolve() });
  await assigned.promise;
  return member;
}

/** The value of a metric for a group, summed; undefined when it is not published. */
async function metric(name: string, consumergroup: string): Promise<number | undefined> {
  const values = (await registry.getSingleMetric(name)?.get())?.values ?? [];
  const own = values.filter((v) => Reflect.get(v.labels, 'consumergroup') === consumergroup);
  return own.length === 0 ? undefined : own.reduce((sum, v) => sum + v.value, 0);
}
const settled = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

describe('the lag exporter on a real broker', () => {
  it('publishes lag, members and unowned partitions, and follows commits', async () => {
    const group = 'lag-exporter-bakers';
    await write(0, 5);
    await write(1, 2);
    const member = await join(group);
    await settled(async () => {
      // Never committed: all that the log holds.
      expect(await metric('kafka_consumergroup_lag_sum', group)).toBe(7);
      expect(await metric('kafka_consumergroup_members', group)).toBe(1);
      expect(await metric('kafka_consumergroup_unowned_partitions', group)).toBe(0);
    });
    await member.commit([
      { partition: 0, offset: 5 },
      { partition: 1, offset: 1 },
    ]);
    await settled(async () => expect(await metric('kafka_consumergroup_lag', group)).toBe(1));
    // The record was there before the exporter saw the log grow past it: its time is read.
    await settled(async () =>
      expect(await metric('kafka_consumergroup_oldest_age_seconds', group)).toBeGreaterThan(0),
    );
    await member.stop();
    await settled(async () => {
      expect(await metric('kafka_consumergroup_members', group)).toBe(0);
      expect(await metric('kafka_consumergroup_unowned_partitions', group)).toBe(3);
      expect(await metric('kafka_consumergroup_lag_sum', group)).toBe(1);
    });
  });

  it('leaves out the excluded groups', async () => {
    const hidden = await join('lag-exporter-hidden');
    const shown = await join('lag-exporter-shown');
    await shown.commit([{ partition: 0, offset: 1 }]);
    await settled(async () =>
      expect(await metric('kafka_consumergroup_members', 'lag-exporter-shown')).toBe(1),
    );
    expect(await metric('kafka_consumergroup_members', 'lag-exporter-hidden')).toBeUndefined();
    await Promise.all([hidden.stop(), shown.stop()]);
  });

  it('answers from memory, with null for what is unknown', async () => {
    const body = await (await fetch(`${url}/api/lag`)).json();
    const shape = z.object({
      at: z.number(),
      stale: z.literal(false),
      // No Kubernetes is watched.
      scaling: z.null(),
      groups: z.array(
        z.object({
          group: z.string(),
          topics: z.array(
            z.object({
              topic: z.string(),
              lag: z.number().nullable(),
              inRate: z.number().nullable(),
              dependencyDown: z.literal(false),
              paused: z.literal(false),
            }),
          ),
        }),
      ),
    });
    const groups = shape.parse(body).groups.map(({ group }) => group);
    expect(groups).toContain('lag-exporter-bakers');
    expect(await metric('cupcakery_lag_collection_up', '')).toBeUndefined();
  });

  it('serves JSON to callers of this machine only while no token is asked for', async () => {
    const port = Number(new URL(url).port);
    const status = await new Promise((resolve, reject) => {
      request({ port, path: '/api/lag', headers: { host: 'evil.example' } }, ({ statusCode }) =>
        resolve(statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('serves no JSON to others while it could not check their tokens, and collects all the same', async () => {
    const own = createLifecycle({ log, timeoutMs: 10_000, delayMs: 0 });
    const config = loadConfig(configSchema, { KAFKA_BROKERS: inject('brokers'), HOST: '0.0.0.0', PORT: '0' });
    const admin = { port: 0, stop: async () => {} };
    const context = { log, lifecycle: own, registry: new Registry(), admin, now: Date.now };
    expect(await start(config, context)).toBeUndefined();
    await settled(async () => expect(own.readiness().ready).toBe(true));
    await own.shutdown();
  });
});

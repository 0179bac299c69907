import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { startReader } from '@cupcakery/kit/kafka/consume/reader';
import { createLogger } from '@cupcakery/kit/log';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createRunFolder } from '../../processes/run-folder.ts';
import { startBroker } from '../../test-system/broker.ts';
import { type Service, startService } from '../../test-system/service.ts';
import { pause } from '../../tools/wait.ts';
import { checkShop } from './check-shop.ts';
import type { ProductRecord } from './operation.ts';
import { runShopLoad } from './shop-load.ts';

/** Of load; a minute for a thorough run. */
const seconds = Number(process.env.SHOP_SECONDS ?? 16);
const clients = 50;
const topics = [
  ...['eventbus.products', 'eventbus.customers', 'eventbus.purchases'],
  ...['shop.commands', 'shop.replies', 'shop.command-log', 'shop.incidents'],
];
const log = createLogger({ service: 'checker', level: 'error' });
const eventSchema = z.object({
  eventType: z.string(),
  payload: z.looseObject({ name: z.string().optional() }).optional(),
});

/** Everything that was committed to the topic of products. */
async function readProducts(
  brokers: string,
): Promise<{ records: ProductRecord[]; products: Map<string, unknown> }> {
  const kafka = createKafkaClient({ brokers: [brokers], clientId: 'checker' }, log);
  const records: ProductRecord[] = [];
  const products = new Map<string, unknown>();
  const reader = await startReader({
    kafka,
    topic: 'eventbus.products',
    from: 'start',
    onRecords(_partition, some) {
      for (const { key, value } of some) {
        const event = value === null ? null : eventSchema.parse(JSON.parse(value.toString()));
        records.push({
          key: String(key),
          event: event && { eventType: event.eventType, name: event.payload?.name },
        });
        if (event?.eventType === 'set') products.set(String(key), event.payload);
        else products.delete(String(key));
      }
    },
  });
  await reader.sync();
  await reader.stop();
  return { records, products };
}

test('kills of the processor and the broker under 50 clients lose, double and reorder nothing', async () => {
  const folder = await createRunFolder('shop');
  const broker = await startBroker(folder.path);
  onTestFinished(() => broker.stop());
  const kafka = createKafkaClient({ brokers: [broker.address], clientId: 'checker' }, log);
  await ensureTopics(
    kafka,
    topics.map((name) => ({ name, partitions: 1, config: {} })),
    { replicationFactor: 1 },
  );
  const [port = 0, ...adminPorts] = await freePorts(3);
  const start = async (part: string, adminPort: number): Promise<Service> => {
    const env = { KAFKA_BROKERS: broker.address, PARTS: part, PORT: String(port), INSTANCE_ID: 'shop-0' };
    const service = startService({ name: `shop-${part}`, program: 'shop', env, adminPort }, folder.path);
    onTestFinished(() => service.stop());
    await service.ready(60_000);
    return service;
  };
  const [processor, api] = await Promise.all([
    start('processor', adminPorts[0] ?? 0),
    start('api', adminPorts[1] ?? 0),
  ]);

  const ending = new AbortController();
  const url = `http://127.0.0.1:${port}`;
  const load = runShopLoad({ url, clients, until: ending.signal });
  for (const victim of ['processor', 'broker', 'processor', 'processor'] as const) {
    await pause((seconds * 1000) / 5);
    if (victim === 'broker') await broker.killAndRestart();
    else await processor.kill('SIGKILL');
  }
  await pause((seconds * 1000) / 5);
  ending.abort();
  const operations = await load;

  const { records, products } = await readProducts(broker.address);
  const faults = checkShop(operations, records);
  const unanswered = operations.filter(({ answer }) => !answer).length;
  console.log(
    `shop: ${operations.length} requests, ${records.length} records, ${unanswered} without an answer`,
  );
  if (faults.length > 0) folder.keep();
  expect(faults.slice(0, 20)).toEqual([]);
  expect([processor.crashes, api.crashes]).toEqual([[], []]);
  expect(unanswered).toBe(0);
  expect(operations.length).toBeGreaterThan(500);
  const listed = z.array(z.object({ id: z.string() })).parse(await (await fetch(`${url}/products`)).json());
  expect(listed.map(({ id }) => id)).toEqual([...products.keys()].sort());
});

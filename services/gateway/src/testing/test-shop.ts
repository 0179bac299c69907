import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shopTopicsOf } from '@cupcakery/collections/contracts/topics';
import { type Collections, parseCollections } from '@cupcakery/collections/file/collection-files';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';
import { createClient } from 'graphql-ws';
import { Kafka, logLevel } from 'kafkajs';
import { WebSocket } from 'ws';
import { z } from 'zod';

const folder = new URL('../../../../charts/cupcakery/collections/', import.meta.url);

/** For tests: the default collections and further ones, on topics of their own. */
export type TestShop = {
  collections: Collections;
  /** `COLLECTIONS_DIR` */
  dir: string;
  topicOf(collection: string): string;
  /** Writes records as any other program does; an object is JSON, null a tombstone. */
  write(collection: string, ...records: [id: string, value: object | string | null][]): Promise<void>;
  /** Writes that items are so. */
  set(collection: string, ...items: ({ id: string } & Record<string, unknown>)[]): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @param more texts of further collection files, in which `TOPICS` stands for the beginning of the topics' names
 * @param settings of the collections' topics, beside or instead of those that the shop wants
 * @param withShop also with the topics that the shop itself has once on a broker
 */
export async function startTestShop(
  brokers: string,
  {
    more = [],
    settings = {},
    withShop = false,
  }: { more?: string[]; settings?: Record<string, string>; withShop?: boolean } = {},
): Promise<TestShop> {
  const topics = `bus-${randomUUID().slice(0, 6)}`;
  const dir = mkdtempSync(join(tmpdir(), 'cupcakery-collections-'));
  const defaults = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const files = [...defaults, ...more].map((text, i) => ({
    name: `${i}.yaml`,
    text: text.replaceAll('eventbus.', `${topics}.`).replaceAll('TOPICS', topics),
  }));
  for (const { name, text } of files) writeFileSync(join(dir, name), text);
  const collections = parseCollections(files);
  const log = createLogger({ service: 'test', level: 'error' });
  const kafka = createKafkaClient({ brokers: brokers.split(','), clientId: 'test' }, log);
  const own = new Set([...collections.values()].map(({ topic }) => topic));
  const specs = shopTopicsOf(collections).map(({ config, ...spec }) => {
    return { ...spec, config: { ...config, ...(own.has(spec.name) ? settings : {}) } };
  });
  await ensureTopics(kafka, withShop ? specs : specs.filter(({ name }) => own.has(name)));
  const producer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  const topicOf = (name: string) => z.string().parse(collections.get(name)?.topic);
  const shop: TestShop = {
    collections,
    dir,
    topicOf,
    async write(collection, ...records) {
      const messages = records.map(([key, value]) => ({
        key,
        value: value === null || typeof value === 'string' ? value : JSON.stringify(value),
      }));
      await producer.send({ topic: topicOf(collection), messages });
    },
    set: (collection, ...items) =>
      shop.write(
        collection,
        ...items.map((payload): [string, object] => [payload.id, { eventType: 'set', payload }]),
      ),
    async stop() {
      await producer.disconnect();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return shop;
}

const shopPayload = z.object({
  cursor: z.string(),
  kind: z.enum(['SNAPSHOT', 'CHANGE']),
  items: z.array(z.looseObject({ collection: z.string(), id: z.string() })),
  removed: z.array(z.object({ collection: z.string(), id: z.string() })),
  touched: z.array(z.looseObject({ id: z.string() })).nullable(),
});
export type ShopPayload = z.infer<typeof shopPayload>;

/** For tests: one subscription to the shop over a WebSocket, and what came. */
export type ShopWatch = { payloads: ShopPayload[]; codes: string[]; stop(): void };

/** @param fields of an item */
export function watchShop(
  url: string,
  variables: { collections?: string[]; after?: string | undefined },
  { fields = 'fields', headers = {} }: { fields?: string; headers?: Record<string, string> } = {},
): ShopWatch {
  const payloads: ShopPayload[] = [];
  const codes: string[] = [];
  const onErrors = (errors: unknown) => {
    const coded = z.array(z.looseObject({ extensions: z.looseObject({ code: z.string() }) }));
    codes.push(...coded.parse(errors).map(({ extensions }) => extensions.code));
  };
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: headers,
  });
  client.subscribe(
    {
      query: `subscription Watch($collections: [String!], $after: Cursor) {
        shop(collections: $collections, after: $after) {
          cursor kind items { collection id ${fields} } removed { collection id } touched { id computed }
        }
      }`,
      variables,
    },
    {
      next({ data, errors }) {
        if (errors) onErrors(errors);
        const found = z.object({ shop: shopPayload }).safeParse(data);
        if (found.success) payloads.push(found.data.shop);
      },
      error(error) {
        if (Array.isArray(error)) onErrors(error);
      },
      complete() {},
    },
  );
  return { payloads, codes, stop: () => client.terminate() };
}

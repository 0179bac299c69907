import { readShopReply, type ShopReply } from '@cupcakery/collections/contracts/command';
import { readItemRecord } from '@cupcakery/collections/contracts/record';
import { shopGroup, shopTopics } from '@cupcakery/collections/contracts/topics';
import type { Collection } from '@cupcakery/collections/file/collection-file';
import { ShopView } from '@cupcakery/collections/views/shop-view';
import { createAdmission } from '@cupcakery/kit/commands/admission';
import { createCatchUp } from '@cupcakery/kit/commands/catch-up';
import { pollBacklog } from '@cupcakery/kit/commands/poll-backlog';
import { createReplies, type Replies } from '@cupcakery/kit/commands/replies';
import { createSendCommand } from '@cupcakery/kit/commands/send-command';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { type Reader, startReader } from '@cupcakery/kit/kafka/consume/reader';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { failProcessOn } from '@cupcakery/kit/tools/fail-process-on';
import type { Surroundings } from '../surroundings.ts';
import { type CatchUps, createItemsService, type ItemsService } from './items-service.ts';
import { failureOf } from './shop-failure.ts';

const partition = 0;

/**
 * Follows the collections and the replies. Resolves when both are up to date: a command must not be sent before its reply
 * can be received. All of it stops with the lifecycle.
 */
export async function openShop(surroundings: Surroundings): Promise<ItemsService> {
  const { collections, config, kafka, log, lifecycle, metrics, now } = surroundings;
  const condition = 'kafka: shop';
  lifecycle.setReady(condition, false, 'reading the collections');
  const { REPLY_TIMEOUT_MS: replyTimeoutMs } = config;
  const shed = metrics.counter('cupcakery_requests_shed_total');
  const admission = createAdmission({
    maxPending: config.MAX_PENDING,
    maxInFlight: config.MAX_IN_FLIGHT,
    onShed: (reason) => shed.inc({ reason }),
    failureOf,
  });
  const view = new ShopView(collections);
  const [producer, replies, catchUps] = await Promise.all([
    startCommandProducer(surroundings),
    followReplies(surroundings),
    followCollections(surroundings, view),
  ]);
  lifecycle.onStop('producer', () => producer.stop());
  publishGauges(surroundings, view, replies);
  // Ready first: indexing 100,000 items takes half a second of CPU, a part of it at a time.
  const indexing = setInterval(() => view.indexSome(2000), 50);
  lifecycle.onStop('index of words', () => clearInterval(indexing));
  const backlog = pollBacklog(
    {
      group: shopGroup,
      topics: [shopTopics.commands],
      maxCommands: config.MAX_BACKLOG,
      ...{ kafka, lifecycle, log },
    },
    ({ reachable }) => lifecycle.setReady(condition, reachable, 'Kafka does not answer'),
  );
  return createItemsService({
    view,
    send: createSendCommand({ producer, replies, backlog, admission, replyTimeoutMs, failureOf }),
    catchUp(collection) {
      const known = catchUps.get(collection);
      if (!known) throw new Error(`there is no collection ${collection}`);
      return known;
    },
    now,
    onBehind: (err) => log.warn({ err }, 'a change was made, but the view does not have it yet'),
  });
}

function startCommandProducer({ config, log, lifecycle, now }: Surroundings) {
  const deliveryTimeoutMs = config.REPLY_TIMEOUT_MS;
  // A produce request that is not answered in time must not block those after it.
  const settings = { ...kafkaSettings(config, 'shop'), requestTimeoutMs: Math.max(1000, deliveryTimeoutMs) };
  const kafka = createKafkaClient(settings, log, now);
  return startProducer({ kafka, topics: [shopTopics.commands], deliveryTimeoutMs }, lifecycle.signal);
}

async function followReplies(surroundings: Surroundings): Promise<Replies<ShopReply>> {
  const { log } = surroundings;
  const replies = createReplies(readShopReply, ({ topic, partition, offset }, err) =>
    log.error({ err, topic, partition, offset }, 'a reply cannot be read; its request waits in vain'),
  );
  await follow(surroundings, { topic: shopTopics.replies, from: 'end', receive: (r) => replies.receive(r) });
  return replies;
}

/** Resolves when the view has all that is in the collections' topics; how each catches up again, by collection. */
async function followCollections(
  surroundings: Surroundings,
  view: ShopView,
): Promise<ReadonlyMap<string, CatchUps>> {
  const timeoutMs = Math.min(surroundings.config.REPLY_TIMEOUT_MS, 2000);
  const one = async (collection: Collection): Promise<[string, CatchUps]> => {
    const { name, topic } = collection;
    const unreadable = onUnreadable(surroundings, topic);
    const reader = await follow(surroundings, {
      topic,
      from: 'start',
      receive(records) {
        for (const record of records) {
          try {
            view.change(name, readItemRecord(collection, record));
          } catch (error) {
            unreadable(record.offset, error);
          }
        }
      },
    });
    await reader.caughtUp;
    const committed = createCatchUp((p) => reader.sync([p], 'committed'), timeoutMs, failureOf);
    const all = createCatchUp((p) => reader.sync([p]), timeoutMs, failureOf);
    return [name, { committed: () => committed(partition), all: () => all(partition) }];
  };
  return new Map(await Promise.all([...surroundings.collections.values()].map(one)));
}

/** Reads a topic until the process stops. A failure ends the process: without its readers no answer would be right. */
async function follow(
  surroundings: Surroundings,
  { topic, from, receive }: { topic: string; from: 'start' | 'end'; receive(records: KafkaRecord[]): void },
): Promise<Reader> {
  const { kafka, lifecycle } = surroundings;
  const unreadable = onUnreadable(surroundings, topic);
  const reader = await startReader(
    {
      kafka,
      topic,
      from,
      onRecords: (_partition, records) => receive(records),
      onUnreadable: ({ first, reason }) => unreadable(first, reason),
    },
    lifecycle.signal,
  );
  lifecycle.onStop(`reader of ${topic}`, () => reader.stop());
  failProcessOn(reader.failed);
  return reader;
}

/** Others write these topics, too: what cannot be read is left out. The processor makes an incident of it. */
function onUnreadable({ log }: Surroundings, topic: string) {
  return (offset: number, err: unknown) =>
    log.error({ err, topic, offset }, 'a record cannot be read; what was known before holds');
}

function publishGauges(
  { collections, metrics, lifecycle }: Surroundings,
  view: ShopView,
  replies: Replies<unknown>,
): void {
  const items = metrics.gauge('cupcakery_shop_items');
  const waiting = metrics.gauge('cupcakery_replies_pending');
  const timer = setInterval(() => {
    waiting.set({ workflow: 'shop' }, replies.waiting);
    for (const collection of collections.keys()) items.set({ collection }, view.table(collection).size);
  }, 1000);
  lifecycle.onStop('gauges of the shop', () => clearInterval(timer));
}

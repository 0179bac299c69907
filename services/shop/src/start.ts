import { shopTopicsOf } from '@cupcakery/collections/contracts/topics';
import { CollectionFileError } from '@cupcakery/collections/file/collection-file';
import { collectionFileEndings, parseCollections } from '@cupcakery/collections/file/collection-files';
import { ConfigError } from '@cupcakery/kit/config';
import { readTextFiles } from '@cupcakery/kit/files';
import { guardTopics } from '@cupcakery/kit/guard-topics';
import type { HttpServer } from '@cupcakery/kit/http/server';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import type { Config } from './config.ts';
import { startProcessor } from './processor/start-processor.ts';
import { startApi } from './start-api.ts';

/** Starts the parts of the shop that this process has, once the topics exist; they stop with the context's lifecycle. */
export async function start(
  config: Config,
  { log, lifecycle, registry, now }: MainContext,
): Promise<Pick<HttpServer, 'port' | 'url'> | undefined> {
  const collections = collectionsIn(config.COLLECTIONS_DIR);
  const metrics = createMetrics(registry);
  const kafka = createKafkaClient(kafkaSettings(config, config.INSTANCE_ID ?? 'shop'), log, now);
  const topics = shopTopicsOf(collections).map(({ name }) => name);
  await guardTopics({ kafka, workflow: 'shop', topics, required: topics, metrics, log }, lifecycle);
  const shared = { config, collections, kafka, log, lifecycle, metrics, now };
  // Side by side: neither needs the other to start, and both wait for Kafka.
  const [api] = await Promise.all([
    config.PARTS.includes('api') ? startApi(shared) : undefined,
    config.PARTS.includes('processor') ? startProcessor(shared) : undefined,
  ]);
  // Stopped first, while everything that a response needs is still running: the processor, too.
  if (api) lifecycle.onStop('http', () => api.stop(config.REPLY_TIMEOUT_MS + 1000));
  return api;
}

function collectionsIn(folder: string) {
  try {
    return parseCollections(readTextFiles(folder, collectionFileEndings));
  } catch (error) {
    throw error instanceof CollectionFileError ? new ConfigError(error.message) : error;
  }
}

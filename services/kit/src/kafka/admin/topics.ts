import { createBackoff, sleep } from '../../tools/backoff.ts';
import type { KafkaAdmin, KafkaClient } from '../connection/client.ts';
import { isStale } from '../connection/metadata.ts';
import { readTopicSettings, topicResource } from './topic-settings.ts';

/** What a topic has to be. */
export type TopicSpec = { name: string; partitions: number; config: Record<string, string> };

/**
 * Creates the topics that are missing and sets the configuration of the others, of which other settings stay; never
 * changes partitions.
 * @throws when a topic exists with another number of partitions: orders would move between partitions.
 */
export async function ensureTopics(
  kafka: KafkaClient,
  specs: TopicSpec[],
  { replicationFactor = -1 }: { replicationFactor?: number } = {},
): Promise<{ created: string[] }> {
  const admin = kafka.admin({ retries: 8, initialRetryTime: 100 });
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = specs.filter((s) => !existing.has(s.name));
    const present = specs.filter((s) => existing.has(s.name));
    if (missing.length > 0) await createTopics(admin, missing, replicationFactor);
    if (present.length > 0) await alignTopics(admin, present);
    return { created: missing.map((s) => s.name) };
  } finally {
    await admin.disconnect();
  }
}

async function createTopics(admin: KafkaAdmin, specs: TopicSpec[], replicationFactor: number): Promise<void> {
  await admin.createTopics({
    // kafkajs's own wait fails when a broker has not heard of the topic yet.
    waitForLeaders: false,
    topics: specs.map((s) => ({
      topic: s.name,
      numPartitions: s.partitions,
      replicationFactor,
      configEntries: configOf(s.config),
    })),
  });
  await waitForLeaders(
    admin,
    specs.map((s) => s.name),
  );
}

/** Sets the configuration of topics that exist; refuses another number of partitions. */
async function alignTopics(admin: KafkaAdmin, specs: TopicSpec[]): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map((s) => s.name) });
  for (const { name, partitions } of topics) {
    const wanted = specs.find((s) => s.name === name)?.partitions;
    if (wanted !== undefined && partitions.length !== wanted) {
      throw new Error(
        `topic ${name} has ${partitions.length} partitions, ${wanted} are wanted; partitions are never changed in place: move to new topics, or set the number back`,
      );
    }
  }
  // The request that alters them replaces all of it, so what others have set goes along.
  const found = await readTopicSettings(
    admin,
    specs.map((s) => s.name),
    ({ configSource }) => Number(configSource) === setOnTopic,
  );
  await admin.alterConfigs({
    validateOnly: false,
    resources: specs.map(({ name, config }) => ({
      type: topicResource,
      name,
      configEntries: configOf({ ...found.get(name), ...config }),
    })),
  });
}

/**
 * The settings of topics that hold now, also those by default, by topic.
 * @throws when one of them does not exist, or its settings must not be read
 */
export async function topicSettings(
  kafka: KafkaClient,
  names: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  const admin = kafka.admin({ retries: 8, initialRetryTime: 100 });
  await admin.connect();
  try {
    return await readTopicSettings(admin, names);
  } finally {
    await admin.disconnect();
  }
}

/** Where a setting comes from: the topic itself, and not a broker or Kafka's default. */
const setOnTopic = 1;

const configOf = (config: TopicSpec['config']) =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

const leadersWithinMs = 30_000;

/**
 * Brokers do not know at once of a topic that the controller has created, and a broker that is named as a partition's
 * leader still has to become it: only one that answers for the partition leads it.
 */
async function waitForLeaders(admin: KafkaAdmin, names: string[]): Promise<void> {
  const backoff = createBackoff({ min: 20, max: 500 });
  for (const deadline = Date.now() + leadersWithinMs; ; ) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: names });
      if (topics.every((t) => t.partitions.every((p) => p.leader >= 0))) {
        for (const name of names) await admin.fetchTopicOffsets(name);
        return;
      }
    } catch (error) {
      if (!isStale(error) || Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline) throw new Error(`no leaders for ${names.join(', ')}`);
    await sleep(backoff.next());
  }
}

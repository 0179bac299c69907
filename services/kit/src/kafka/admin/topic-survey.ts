import type { KafkaClient } from '../connection/client.ts';
import type { TopicMetadata } from '../wire/topic-metadata.ts';

/** A topic as a broker describes it. Its configuration is empty where there is no right to read it. */
export type SurveyedTopic = TopicMetadata & { config: ReadonlyMap<string, string> };

const topicResource = 2;

/**
 * Looks at topics once: whether they exist, their partitions, leaders and configuration, in the order of `topics`.
 * Rejects when Kafka is away.
 */
export async function surveyTopics(
  kafka: KafkaClient,
  topics: readonly string[],
  signal: AbortSignal,
): Promise<SurveyedTopic[]> {
  const connection = kafka.connection();
  const admin = kafka.admin({ retries: 1, initialRetryTime: 100 });
  try {
    await connection.open([], { attempts: 3, signal });
    const found = await connection.describeTopics(topics);
    await admin.connect();
    const present = found.filter(({ errorCode }) => errorCode === 0).map(({ topic }) => topic);
    const configs = await readConfigs(admin, present);
    return topics.flatMap((topic) => {
      const metadata = found.find((one) => one.topic === topic);
      return metadata ? [{ ...metadata, config: configs.get(topic) ?? new Map() }] : [];
    });
  } finally {
    await Promise.all([connection.close(), admin.disconnect().catch(() => {})]);
  }
}

async function readConfigs(
  admin: ReturnType<KafkaClient['admin']>,
  topics: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  if (topics.length === 0) return new Map();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: topicResource, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}

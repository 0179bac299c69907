import type { KafkaClient } from '../connection/client.ts';
import type { TopicMetadata } from '../wire/topic-metadata.ts';
import { readTopicSettings } from './topic-settings.ts';

/** A topic as a broker describes it. Its configuration is empty where there is no right to read it. */
export type SurveyedTopic = TopicMetadata & { config: Readonly<Record<string, string>> };

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
    const settings =
      present.length > 0
        ? await readTopicSettings(admin, present)
        : new Map<string, Record<string, string>>();
    return topics.flatMap((topic) => {
      const metadata = found.find((one) => one.topic === topic);
      return metadata ? [{ ...metadata, config: settings.get(topic) ?? {} }] : [];
    });
  } finally {
    await Promise.all([connection.close(), admin.disconnect().catch(() => {})]);
  }
}

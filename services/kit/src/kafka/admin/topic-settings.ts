import type { KafkaAdmin } from '../connection/client.ts';

/** What Kafka calls a topic among the things that have settings. */
export const topicResource = 2;

/**
 * The settings of topics, by topic; with those by default, unless only some are wanted. The admin client must be connected.
 * @throws when one of the topics does not exist, or its settings must not be read
 */
export async function readTopicSettings(
  admin: Pick<KafkaAdmin, 'describeConfigs'>,
  names: readonly string[],
  isWanted: (entry: { configSource: unknown }) => boolean = () => true,
): Promise<Map<string, Record<string, string>>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: topicResource, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(
        configEntries.filter(isWanted).map(({ configName, configValue }) => [configName, configValue]),
      ),
    ]),
  );
}

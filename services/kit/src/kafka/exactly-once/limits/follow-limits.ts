import { withTimeout } from '../../../tools/with-timeout.ts';
import type { KafkaClient } from '../../connection/client.ts';
import type { RecordLimits } from './record-limits.ts';

const readWithinMs = 5000;
const readEveryMs = 60_000;
const topicResource = 2;
const setting = 'max.message.bytes';

/**
 * Reads `max.message.bytes` of topics into limits, and again each minute. Resolves after the first attempt and never
 * rejects: without the right to read it (DescribeConfigs), the broker's refusals have to show it.
 */
export async function followLimits(
  kafka: KafkaClient,
  topics: readonly string[],
  limits: RecordLimits,
): Promise<{ stop(): void }> {
  const timer = setInterval(() => void read(), readEveryMs);
  timer.unref();
  const stop = () => clearInterval(timer);

  async function read(): Promise<void> {
    try {
      for (const [topic, bytes] of await readLimits(kafka, topics)) limits.state(topic, bytes);
    } catch (err) {
      stop();
      kafka.log.info({ err, topics }, `cannot read ${setting}; going by what the broker refuses`);
    }
  }

  await read();
  return { stop };
}

async function readLimits(kafka: KafkaClient, topics: readonly string[]): Promise<Map<string, number>> {
  const admin = kafka.admin({ retries: 2, initialRetryTime: 100 });
  const describe = async () => {
    await admin.connect();
    return admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: topicResource, name, configNames: [setting] })),
    });
  };
  try {
    const late = () => new Error(`no response within ${readWithinMs} ms`);
    const { resources } = await withTimeout(describe(), readWithinMs, late);
    return new Map(
      resources.flatMap(({ resourceName, configEntries }) => {
        const value = Number(configEntries.find(({ configName }) => configName === setting)?.configValue);
        return value > 0 ? [[resourceName, value] as const] : [];
      }),
    );
  } finally {
    // Not awaited: a broker that does not answer would keep the processor from starting.
    void admin.disconnect().catch(() => {});
  }
}

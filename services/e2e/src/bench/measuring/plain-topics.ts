import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';

/** Creates topics with a broker's defaults, for the baselines. */
export async function createPlainTopics(
  brokers: string,
  names: readonly string[],
  partitions: number,
): Promise<void> {
  const log = createLogger({ service: 'bench', level: 'error' });
  const kafka = createKafkaClient({ brokers: [brokers], clientId: 'bench' }, log);
  await ensureTopics(
    kafka,
    names.map((name) => ({ name, partitions, config: {} })),
  );
}

import { describe, expect, inject, it } from 'vitest';
import { createLogger } from '../../log.ts';
import { createKafkaClient } from '../connection/client.ts';
import { startProducer } from '../produce/producer.ts';
import { ensureTopics } from './topics.ts';

const log = createLogger({ service: 'test', level: 'error' });
const kafka = () => createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log);

describe('ensureTopics', () => {
  it('returns when each of many new topics can be written to', async () => {
    const specs = Array.from({ length: 12 }, (_, i) => ({
      name: `kit-topics-${i}`,
      partitions: 4,
      config: {},
    }));
    const { created } = await ensureTopics(kafka(), specs, { replicationFactor: 1 });
    expect(created).toHaveLength(12);
    const producer = await startProducer({ kafka: kafka(), topics: created });
    await producer.send(created.map((topic) => ({ topic, partition: 3, key: 'k', value: 'v' })));
    await producer.stop();
    expect((await ensureTopics(kafka(), specs)).created).toEqual([]);
  });

  it('refuses a topic that exists with another number of partitions', async () => {
    const topic = (partitions: number) => [{ name: 'kit-topics-grown', partitions, config: {} }];
    await ensureTopics(kafka(), topic(2), { replicationFactor: 1 });
    await expect(ensureTopics(kafka(), topic(3))).rejects.toThrow('has 2 partitions, 3 are wanted');
  });
});

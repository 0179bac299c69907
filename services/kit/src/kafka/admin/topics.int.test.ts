import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createLogger } from '../../log.ts';
import { createKafkaClient } from '../connection/client.ts';
import { startProducer } from '../produce/producer.ts';
import { ensureTopics, topicSettings } from './topics.ts';

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

  it('leaves settings alone that others have made on a topic', async () => {
    const spec = { name: 'kit-topics-altered', partitions: 1, config: { 'retention.ms': '1000' } };
    await ensureTopics(kafka(), [spec], { replicationFactor: 1 });
    const admin = kafka().admin({ retries: 2, initialRetryTime: 100 });
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    const configEntries = [
      { name: 'max.message.bytes', value: '2500' },
      { name: 'retention.ms', value: '5' },
    ];
    const resource = { type: 2, name: spec.name };
    await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
    await ensureTopics(kafka(), [spec]);
    const configNames = ['max.message.bytes', 'retention.ms', 'cleanup.policy'];
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ ...resource, configNames }],
    });
    const settings = resources[0]?.configEntries.map((c) => [
      c.configName,
      c.configValue,
      Number(c.configSource) === 1,
    ]);
    expect(settings).toEqual(
      expect.arrayContaining([
        ['max.message.bytes', '2500', true],
        ['retention.ms', '1000', true],
        ['cleanup.policy', 'delete', false],
      ]),
    );
  });
});

describe('topicSettings', () => {
  it('returns what is set on topics and what holds by default', async () => {
    const spec = { name: 'kit-topics-settings', partitions: 1, config: { 'cleanup.policy': 'compact' } };
    await ensureTopics(kafka(), [spec], { replicationFactor: 1 });
    const settings = await topicSettings(kafka(), [spec.name]);
    expect(settings.get(spec.name)).toMatchObject({
      'cleanup.policy': 'compact',
      'min.compaction.lag.ms': '0',
    });
  });
});

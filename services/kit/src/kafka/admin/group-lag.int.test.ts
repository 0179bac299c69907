import { describe, expect, inject, it } from 'vitest';
import { createLogger } from '../../log.ts';
import { createKafkaClient } from '../connection/client.ts';
import { joinConsumerGroup } from '../consume/group/group.ts';
import { startProducer } from '../produce/producer.ts';
import { createLagProbe } from './group-lag.ts';
import { ensureTopics } from './topics.ts';

const log = createLogger({ service: 'test', level: 'error' });

describe('createLagProbe', () => {
  it('counts all that lies in the topic before the first commit, then what lies behind the commits', async () => {
    const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'test' }, log);
    const topic = 'kit-group-lag';
    await ensureTopics(kafka, [{ name: topic, partitions: 2, config: {} }], { replicationFactor: 1 });
    const probe = createLagProbe({ kafka, group: 'kit-group-lag-readers', topics: [topic] });
    expect(await probe.lag()).toBe(0);

    const producer = await startProducer({ kafka, topics: [topic] });
    const record = (partition: number) => ({ topic, partition, key: 'k', value: 'v' });
    await producer.send([record(0), record(0), record(0), record(1)]);
    expect(await probe.lag()).toBe(4);

    const assigned = Promise.withResolvers<void>();
    const group = await joinConsumerGroup({
      kafka,
      group: 'kit-group-lag-readers',
      topic,
      onAssignment: () => assigned.resolve(),
    });
    await assigned.promise;
    await group.commit([{ partition: 0, offset: 2 }]);
    expect(await probe.lag()).toBe(2);

    await Promise.all([group.stop(), producer.stop(), probe.stop()]);
  });

  it('rejects when there is no Kafka', async () => {
    const kafka = createKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'test' }, log);
    const probe = createLagProbe({ kafka, group: 'g', topics: ['t'] });
    await expect(probe.lag()).rejects.toThrow();
    await probe.stop();
  });
});

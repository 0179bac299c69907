import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createLogger } from '@cupcakery/kit/log';
import { lagHistoryTopic, lagMinuteKey } from '@cupcakery/workflow/contracts/lag-history';
import { expect, inject, it, vi } from 'vitest';
import { startLagLog } from './lag-log.ts';

const log = createLogger({ service: 'test', level: 'silent' });
const kafka = createKafkaClient({ brokers: inject('brokers').split(','), clientId: 'test' }, log);
const minute = { at: 60_000, group: 'tea.boil', topic: 'toboil', lag: 3, records: 2, oldestAgeSeconds: 7 };

it('waits for the topic, leaves out what it cannot read, and follows what is written', async () => {
  const topic = 'lag-log-test';
  const history = startLagLog({ kafka, topic, wants: (group) => group.startsWith('tea.'), log });
  await ensureTopics(kafka, [{ ...lagHistoryTopic, name: topic }], { replicationFactor: 1 });
  const producer = await startProducer({ kafka, topics: [topic] });
  const write = (key: string, value: string) => producer.send([{ topic, partition: 0, key, value }]);
  try {
    await write('damaged', '{');
    await write(lagMinuteKey(minute), JSON.stringify({ ...minute, mood: 'of a newer release' }));
    await vi.waitFor(() => expect([...history.of('tea.boil', 'toboil')]).toEqual([minute]), 20_000);
    await write(lagMinuteKey(minute), JSON.stringify({ ...minute, lag: 9 }));
    await vi.waitFor(() => expect([...history.of('tea.boil', 'toboil')]).toMatchObject([{ lag: 9 }]), 10_000);
  } finally {
    await producer.stop();
    await history.stop();
  }
});

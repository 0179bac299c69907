import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { type Reader, startReader } from '@cupcakery/kit/kafka/consume/reader';
import { createLogger } from '@cupcakery/kit/log';
import { lagHistoryTopic, lagMinuteSchema } from '@cupcakery/workflow/contracts/lag-history';
import { afterEach, expect, inject, it, vi } from 'vitest';
import type { LagReport, TopicLag } from '../lag/report.ts';
import { startHistoryWriter } from './history-writer.ts';

const log = createLogger({ service: 'test', level: 'silent' });
const kafka = createKafkaClient({ brokers: inject('brokers').split(','), clientId: 'test' }, log);
const topic = 'lag-history-test';
let reader: Reader | undefined;
afterEach(() => reader?.stop());

const report = (at: number, lag: number): LagReport => ({
  at,
  groups: [
    {
      group: 'bakers',
      state: 'Stable',
      members: 1,
      topics: [{ topic: 'cakes', lag, records: lag, oldestAgeSeconds: 0 } as TopicLag],
    },
  ],
});

it('writes each minute under its minute of the day, once the topic exists', async () => {
  const stopping = new AbortController();
  const writer = startHistoryWriter({ kafka, topic, log }, stopping.signal);
  // Nobody waits for the topic: this minute is dropped.
  writer.add(report(0, 1));
  writer.add(report(60_000, 2));
  await ensureTopics(kafka, [{ ...lagHistoryTopic, name: topic }], { replicationFactor: 1 });
  const read: [string | null, number | null][] = [];
  reader = await startReader({
    kafka,
    topic,
    from: 'start',
    onRecords(_partition, records) {
      for (const { key, value } of records)
        read.push([key, lagMinuteSchema.parse(JSON.parse(String(value))).lag]);
    },
  });
  let at = 120_000;
  await vi.waitFor(
    () => {
      writer.add(report(at, 7));
      at += 60_000;
      expect(read.at(-1)?.[1]).toBe(7);
    },
    { timeout: 20_000, interval: 100 },
  );
  writer.add(report(86_400_000, 9));
  await writer.stop();
  await vi.waitFor(() => expect(read.at(-1)).toEqual(['bakers/cakes/0', 9]), 10_000);
});

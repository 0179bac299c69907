import { randomUUID } from 'node:crypto';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { copyingProcessor } from '../../../testing/copying-processor.ts';
import { ensureTopics } from '../../admin/topics.ts';
import { createKafkaClient, type KafkaClient, type KafkaLog } from '../../connection/client.ts';
import { startReader } from '../../consume/reader.ts';
import { startProducer } from '../../produce/producer.ts';
import { startExactlyOnceProcessor } from '../exactly-once-processor.ts';
import type { PartitionProcessor } from '../processor-options.ts';

const log: KafkaLog = { debug() {}, info() {}, warn() {}, error() {} };
const kafka = createKafkaClient({ brokers: [inject('brokers')], clientId: 'kit-limits' }, log);
/** As a client that has no right to read the configuration of topics. */
const withoutRight: KafkaClient = {
  ...kafka,
  admin: () => {
    throw new Error('no right');
  },
};
const waiting = { timeout: 40_000, interval: 50 };

/** Copies commands into the state, and what is refused into the incidents as one word. */
function copying(topics: { state: string; incidents: string }): PartitionProcessor<{ lines: number }> {
  return {
    ...copyingProcessor(topics.state),
    refuse: (_state, { partition, key }) => [
      {
        records: [{ topic: topics.incidents, partition, key: key ?? '', value: 'refused' }],
        onCommitted() {},
      },
    ],
  };
}

/** A processor whose state and incidents accept so many bytes. */
async function start(client: KafkaClient, sizes: { state: number; incidents: number }) {
  const group = `kit-limits-${randomUUID()}`;
  const topics = { commands: `${group}-commands`, state: `${group}-state`, incidents: `${group}-incidents` };
  const config = (bytes: number) => ({ 'max.message.bytes': String(bytes) });
  await ensureTopics(kafka, [
    { name: topics.commands, partitions: 1, config: {} },
    { name: topics.state, partitions: 1, config: config(sizes.state) },
    { name: topics.incidents, partitions: 1, config: config(sizes.incidents) },
  ]);
  const producer = await startProducer({ kafka, topics: [topics.commands] });
  onTestFinished(() => producer.stop());
  let reopened = 0;
  const processor = await startExactlyOnceProcessor({
    kafka: client,
    processor: copying(topics),
    topics: {
      inputs: [topics.commands],
      state: [{ topic: topics.state }],
      outputs: [topics.state, topics.incidents],
    },
    group,
    instanceId: 'limits-0',
    onReopened: () => {
      reopened += 1;
    },
  });
  onTestFinished(() => processor.stop());
  const follow = async (topic: string) => {
    const seen: (string | null)[] = [];
    const reader = await startReader({
      kafka,
      topic,
      from: 'start',
      onRecords: (_partition, records) => void seen.push(...records.map(({ key }) => key)),
    });
    onTestFinished(() => reader.stop());
    return seen;
  };
  const [state, incidents] = [await follow(topics.state), await follow(topics.incidents)];
  return {
    processor,
    state,
    incidents,
    reopened: () => reopened,
    /** Sends commands at once, so that they share a transaction; a command's key is its number. */
    send: (lengths: number[]) =>
      producer.send(
        lengths.map((length, i) => ({
          topic: topics.commands,
          partition: 0,
          key: String(i),
          value: 'x'.repeat(length),
        })),
      ),
  };
}

describe('a topic that accepts little', () => {
  // Together far more than one record batch of the state may have; the fourth alone is more.
  const lengths = Array.from({ length: 60 }, (_, i) => (i === 3 ? 6000 : 400));
  const others = lengths.map((_, i) => String(i)).filter((key) => key !== '3');

  it('gets the records of a transaction in several batches, and an incident for a command that cannot fit', async () => {
    const { send, state, incidents, reopened, processor } = await start(kafka, {
      state: 3000,
      incidents: 3000,
    });
    await send(lengths);
    await vi.waitFor(() => expect(state).toEqual(others), waiting);
    await vi.waitFor(() => expect(incidents).toEqual(['3']), waiting);
    expect([reopened(), [...processor.partitions().values()]]).toEqual([0, ['open']]);
  });

  it('is learned from its refusals where its configuration must not be read', async () => {
    const { send, state, incidents, processor } = await start(withoutRight, { state: 3000, incidents: 3000 });
    await send(lengths);
    await vi.waitFor(() => expect(state).toEqual(others), waiting);
    await vi.waitFor(() => expect(incidents).toEqual(['3']), waiting);
    expect([...processor.partitions().values()]).toEqual(['open']);
  });

  it('stops the partition when not even the incident fits', async () => {
    const { send, state, processor } = await start(kafka, { state: 3000, incidents: 100 });
    await send([400, 6000, 400]);
    await vi.waitFor(() => expect([...processor.partitions().values()]).toEqual(['stopped']), waiting);
    expect(state).toEqual(['0']);
  });
});

import { describe, expect, it } from 'vitest';
import type { KafkaRecord, ProduceRecord } from '../../wire/record.ts';
import { sizeOf } from '../../wire/record.ts';
import { PartitionStopped } from '../starting-offset.ts';
import { decideBatch } from './decide-batch.ts';
import { RecordLimits } from './record-limits.ts';

const command = (offset: number): KafkaRecord => ({
  topic: 'commands',
  partition: 0,
  offset,
  timestamp: 0,
  key: 'k',
  value: Buffer.from('v'),
  headers: Buffer.alloc(1),
});
const record = (topic: string, length: number): ProduceRecord => ({
  topic,
  partition: 0,
  key: 'k',
  value: 'x'.repeat(length),
});
const decided = (records: ProduceRecord[]) => ({ records, onCommitted() {} });

/** Decides commands, each with one event of this length; refusals are incidents of these lengths. */
function decide(lengths: number[], options: { maxBytesPerTopic?: number; incidents?: number[] } = {}) {
  const limits = new RecordLimits(80);
  limits.state('events', 1000);
  limits.state('incidents', 1000);
  const commands = lengths.map((_, i) => command(i));
  const { maxBytesPerTopic = 100_000, incidents = [100] } = options;
  const { decisions, ...rest } = decideBatch(
    commands,
    { maxBytesPerTopic, limits },
    {
      decide: (some) => decided(some.map(({ offset }) => record('events', lengths[offset] ?? 0))),
      refuse: () => incidents.map((length) => decided([record('incidents', length)])),
    },
  );
  return { ...rest, written: decisions.records.map(({ topic, value }) => [topic, value?.length]) };
}

describe('a batch of commands', () => {
  it('is decided as a whole while its records fit into a transaction', () => {
    expect(decide([10, 20, 30])).toEqual({ count: 3, written: [10, 20, 30].map((n) => ['events', n]) });
  });

  it('is halved until they do, and one command is decided whatever its size', () => {
    const size = sizeOf(record('events', 100));
    expect(decide([100, 100, 100], { maxBytesPerTopic: 2 * size }).count).toBe(2);
    expect(decide([100, 100, 100], { maxBytesPerTopic: 1 }).count).toBe(1);
  });

  it('ends before a command with a record that its topic does not accept', () => {
    expect(decide([10, 10, 2000])).toMatchObject({
      count: 2,
      written: [
        ['events', 10],
        ['events', 10],
      ],
    });
  });

  it('of one such command writes the first refusal that fits', () => {
    const { refused, count, written } = decide([2000, 10], { incidents: [3000, 200, 100] });
    expect([count, written]).toEqual([1, [['incidents', 200]]]);
    expect(refused?.error.message).toMatch(/more than topic events accepts/);
  });

  it('stops the partition, and says why, when no refusal fits', () => {
    expect(() => decide([2000], { incidents: [3000] })).toThrow(PartitionStopped);
    expect(() => decide([2000], { incidents: [] })).toThrow(
      /commands\/0: the command at offset 0 .* topic events .* max\.message\.bytes/,
    );
  });
});

describe('the size that a topic accepts', () => {
  it('is Kafka\u2019s default until it is known', () => {
    expect(new RecordLimits(80).of('events')).toBe(1_048_588);
  });

  it('is learned from refusals: of several records half may fit, of one nothing', () => {
    const limits = new RecordLimits(80);
    limits.refused({ topic: 'events', records: 10, bytes: 5000 });
    expect(limits.of('events')).toBe(2500);
    limits.refused({ topic: 'events', records: 1, bytes: 2000 });
    expect([limits.of('events'), limits.of('orders')]).toEqual([1999, 1_048_588]);
    expect(limits.tooLarge([record('orders', 3000), record('events', 1990)])).toMatchObject({
      topic: 'events',
    });
    limits.state('events', 4000);
    expect(limits.of('events')).toBe(4000);
  });
});

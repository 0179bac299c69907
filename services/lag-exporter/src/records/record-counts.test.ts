import { describe, expect, test } from 'vitest';
import type { LagReport, PartitionLag, TopicLag } from '../lag/report.ts';
import { createRecordCounts, type RecordCounts } from './record-counts.ts';

type Ends = [committed: number, end: number | undefined][];
const rest = {
  oldestAgeSeconds: undefined,
  owned: true,
  unchangedSince: undefined,
  stalled: false,
  begin: 0,
};

/** A report in the form of the lag model: partitions from 0 on, of one group for each topic. */
function reportOf(topics: Record<string, Ends>): LagReport {
  const groups = Object.entries(topics).map(([topic, ends]) => {
    const partitions = ends.map(([committed, end], partition): PartitionLag => {
      const lag = end === undefined ? undefined : end - committed;
      return { ...rest, partition, committed, end, lag, records: lag === 0 ? 0 : undefined };
    });
    const lags = partitions.map((p) => p.lag);
    const lag = lags.includes(undefined) ? undefined : lags.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    const rates = {
      inRate: 1,
      outRate: 1,
      drainSeconds: 1,
      unowned: 0,
      stalled: 0,
      dependencyDown: false,
      paused: false,
    };
    const records = lag === 0 ? 0 : undefined;
    const topicLag: TopicLag = { topic, lag, records, oldestAgeSeconds: 1, ...rates, partitions };
    return { group: `${topic}-group`, state: 'Stable', members: 1, topics: [topicLag] };
  });
  return { at: 0, groups };
}

/** A collection that reads everything pending, `ratio` of it records, but no more than `reach` offsets each. */
function collect(
  counts: RecordCounts,
  topics: Record<string, Ends>,
  { ratio = 0.5, reach = 1_000, max = 400, transactional = true, fails = false } = {},
) {
  const report = reportOf(topics);
  const pending = counts.pending(report, max);
  for (const stretch of fails ? [] : pending) {
    const span = Math.min(reach, stretch.end - stretch.from);
    const whole = span === stretch.end - stretch.from;
    counts.record(stretch, { records: span * ratio, span, whole, transactional });
  }
  const filled = counts.fill(report).groups.map(({ topics: [topic] }) => topic);
  return {
    read: pending.map(({ topic, partition }) => `${topic}/${partition}`),
    records: filled.map((topic) => topic?.records),
    each: filled.flatMap((topic) => topic?.partitions.map((p) => p.records)),
  };
}

describe('records that wait', () => {
  test('are counted where the whole lag was read', () => {
    const topicLag = collect(createRecordCounts(), {
      cakes: [
        [0, 40],
        [10, 12],
      ],
    });
    expect(topicLag).toEqual({ read: ['cakes/0', 'cakes/1'], records: [21], each: [20, 1] });
  });

  test('are estimated from the part that was read', () => {
    const topicLag = collect(createRecordCounts(), { cakes: [[0, 10_001]] }, { ratio: 0.75, reach: 100 });
    expect(topicLag.records).toEqual([7_501]);
  });

  test('are 0 where nothing waits, without a read, and unknown where the lag is unknown', () => {
    const ends: Ends = [
      [7, 7],
      [0, undefined],
    ];
    const counts = createRecordCounts();
    expect(collect(counts, { cakes: ends, pies: [[3, 3]] })).toEqual({
      read: [],
      records: [undefined, 0],
      each: [0, undefined, 0],
    });
  });

  test('are unknown while nothing of the topic could be read, and estimated from its last ratio afterwards', () => {
    const counts = createRecordCounts();
    expect(collect(counts, { cakes: [[0, 40]] }, { fails: true }).records).toEqual([undefined]);
    expect(collect(counts, { cakes: [[0, 40]] }).records).toEqual([20]);
    expect(collect(counts, { cakes: [[40, 70]] }, { fails: true }).records).toEqual([15]);
  });
});

describe('what is read', () => {
  const many = (from: number, end: number, count: number): Ends =>
    Array.from({ length: count }, () => [from, end]);

  test('is bounded, begins with one partition of every topic, and continues with others', () => {
    const counts = createRecordCounts();
    const first = collect(counts, { cakes: many(0, 20, 3), pies: many(0, 20, 3) }, { max: 3 });
    expect(first.read).toEqual(['cakes/0', 'pies/0', 'cakes/1']);
    expect(first.records, 'the rest is estimated by the ratio').toEqual([30, 30]);
    const second = collect(counts, { cakes: many(1, 20, 3), pies: many(1, 20, 3) }, { max: 3 });
    expect(second.read).toEqual(['cakes/2', 'pies/1', 'cakes/0']);
    const third = collect(
      counts,
      { cakes: many(2, 20, 3), pies: many(2, 20, 3), tarts: many(0, 20, 1) },
      { max: 1 },
    );
    expect(third.read, 'a topic of which nothing is known comes first').toEqual(['tarts/0']);
  });

  test('is not read again while neither group nor log moves, or once more has arrived than is read', () => {
    const counts = createRecordCounts();
    const stands: Ends = [
      [0, 40],
      [0, 5_000],
    ];
    expect(collect(counts, { cakes: stands }).read).toHaveLength(2);
    const again = collect(counts, { cakes: stands });
    expect(again).toMatchObject({ read: [], records: [2_520] });
    const grown: Ends = [
      [0, 42],
      [0, 6_000],
    ];
    expect(collect(counts, { cakes: grown })).toMatchObject({ read: ['cakes/0'], records: [3_021] });
  });

  test('is one partition now and then of a topic without transactions', () => {
    const counts = createRecordCounts();
    const plain = { ratio: 1, transactional: false };
    const reads: string[][] = [];
    for (let at = 0; at < 60; at++) {
      const { read, records } = collect(counts, { cakes: many(at, at + 20, 3) }, plain);
      expect(records).toEqual([60]);
      if (read.length > 0) reads.push(read);
    }
    expect(reads).toEqual([['cakes/0', 'cakes/1', 'cakes/2'], ['cakes/0'], ['cakes/1']]);
  });

  test('is every partition again once a transaction was read', () => {
    const counts = createRecordCounts();
    for (let at = 0; at < 20; at++)
      collect(counts, { cakes: many(at, at + 20, 3) }, { ratio: 1, transactional: false });
    collect(counts, { cakes: many(50, 90, 3) });
    expect(collect(counts, { cakes: many(60, 100, 3) })).toMatchObject({
      records: [60],
      read: expect.arrayContaining(['cakes/0', 'cakes/1', 'cakes/2']),
    });
  });

  test('is dropped with its topic', () => {
    const counts = createRecordCounts();
    collect(counts, { cakes: [[0, 40]] });
    collect(counts, {});
    expect(collect(counts, { cakes: [[0, 40]] }, { fails: true }).records).toEqual([undefined]);
  });
});

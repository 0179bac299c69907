import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WireBatchHeader } from '../wire/read-batch.ts';
import { countRecords } from './record-count.ts';

type Fetched = Parameters<typeof countRecords>[0];
type Transaction = { producer: number; batches: number[]; outcome: 'commit' | 'abort' };

/** A log of transactions, with what an offset holds that a reader of committed records is given. */
function logOf(transactions: readonly Transaction[]) {
  const batches: WireBatchHeader[] = [];
  const aborted: Fetched['aborted'] = [];
  const isRecord: boolean[] = [];
  const append = (producer: number, count: number, control: boolean, counts: boolean) => {
    const base = isRecord.length;
    isRecord.push(...Array.from({ length: count }, () => counts));
    const producerId = String(producer);
    batches.push({ base, next: base + count, count, producerId, transactional: true, control });
  };
  for (const { producer, batches: sizes, outcome } of transactions) {
    if (outcome === 'abort') aborted.push({ producerId: String(producer), firstOffset: isRecord.length });
    for (const size of sizes) append(producer, size, false, outcome === 'commit');
    append(producer, 1, true, false);
  }
  return { batches, aborted, isRecord };
}
const transactions = fc.array(
  fc.record({
    producer: fc.nat(2),
    batches: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    outcome: fc.constantFrom('commit' as const, 'abort' as const),
  }),
  { minLength: 1, maxLength: 12 },
);

test('counts what a reader of committed records is given, as far as the fetch went and up to the end', () => {
  fc.assert(
    fc.property(transactions, fc.nat(), fc.nat(), fc.nat(), (written, a, b, cut) => {
      const log = logOf(written);
      const length = log.isRecord.length;
      const from = a % length;
      const end = from + 1 + (b % (length - from));
      // A fetch begins with the batch that holds the offset, and names the transactions that reach into it.
      const behind = log.batches.filter(({ next }) => next > from);
      const batches = behind.slice(0, 1 + (cut % behind.length));
      const ends = (first: number, id: string) =>
        log.batches.find((m) => m.control && m.base > first && m.producerId === id)?.base ?? 0;
      const aborted = log.aborted.filter((t) => ends(t.firstOffset, t.producerId) >= from);
      const data = { batches, aborted, lastStableOffset: length, highWatermark: length };
      const seen = Math.min(batches.at(-1)?.next ?? 0, end);
      expect(countRecords(data, { from, end })).toEqual({
        records: log.isRecord.slice(from, seen).filter(Boolean).length,
        span: seen - from,
        whole: seen === end,
        transactional: true,
      });
    }),
  );
});

const plain = (base: number, next: number, count = next - base): WireBatchHeader => ({
  base,
  next,
  count,
  producerId: '-1',
  transactional: false,
  control: false,
});
const fetched = (batches: WireBatchHeader[], stable: number, end = stable): Fetched => ({
  batches,
  aborted: [],
  lastStableOffset: stable,
  highWatermark: end,
});

test('leaves out what transactions that are under way may still abort', () => {
  const before = fetched([plain(0, 4)], 4, 9);
  expect(countRecords(before, { from: 1, end: 9 })).toMatchObject({ records: 3, whole: true });
  const none = fetched([], 4, 9);
  expect(countRecords(none, { from: 4, end: 9 })).toMatchObject({ records: 0, span: 0, whole: true });
});

test('does not know what the broker left out for want of room', () => {
  expect(countRecords(fetched([], 9), { from: 4, end: 9 })).toBeUndefined();
});

test('counts what compaction left, spread evenly where the stretch begins inside of a batch', () => {
  const compacted = fetched([plain(0, 10, 4), plain(30, 40, 1)], 40);
  expect(countRecords(compacted, { from: 5, end: 40 })).toEqual({
    records: 3,
    span: 35,
    whole: true,
    transactional: false,
  });
});

import { describe, expect, it } from 'vitest';
import { resolveOutcome } from './transaction-outcome.ts';
import { compareTags, readTag, type TransactionTag, writeTag } from './transaction-tag.ts';

const t = (number: number, producerEpoch = 3, producerId = '7'): TransactionTag => ({
  producerId,
  producerEpoch,
  number,
});

describe('what hangs', () => {
  it('is aborted when no reader can have seen any of it', () => {
    const hanging = [
      { topic: 'events', tag: t(5) },
      { topic: 'tickets', tag: t(5) },
    ];
    const visible = [t(4), undefined, t(9, 2)];
    expect(resolveOutcome(hanging, visible)).toEqual([{ topics: ['events', 'tickets'], committed: false }]);
  });

  it('is committed when one of its partitions has its marker', () => {
    expect(resolveOutcome([{ topic: 'tickets', tag: t(5) }], [t(4), t(5)])).toEqual([
      { topics: ['tickets'], committed: true },
    ]);
  });

  it('is committed when a later one followed in the same session, whatever becomes of that', () => {
    expect(resolveOutcome([{ topic: 'tickets', tag: t(5) }], [t(6)])).toMatchObject([{ committed: true }]);
    const both = [
      { topic: 'results', tag: t(6) },
      { topic: 'tickets', tag: t(5) },
    ];
    expect(resolveOutcome(both, [t(4)])).toEqual([
      { topics: ['tickets'], committed: true },
      { topics: ['results'], committed: false },
    ]);
  });

  it('is not taken for another session’s or another producer’s', () => {
    const hanging = [{ topic: 'tickets', tag: t(1) }];
    expect(resolveOutcome(hanging, [t(8, 4)])).toMatchObject([{ committed: false }]);
    expect(resolveOutcome(hanging, [t(1, 3, '8')])).toMatchObject([{ committed: false }]);
  });

  it('is aborted when it has no tag', () => {
    const hanging = [{ topic: 'tickets', tag: undefined }];
    expect(resolveOutcome(hanging, [undefined, t(5)])).toEqual([{ topics: ['tickets'], committed: false }]);
  });
});

it('a tag is read as it was written, and foreign text is none', () => {
  expect(readTag(writeTag(t(12)))).toEqual(t(12));
  for (const text of [undefined, '', 'f:1', '1.2', '1.2.3.4', '-1.2.3'])
    expect(readTag(text)).toBeUndefined();
  expect(compareTags(t(2, 9), t(10, 9))).toBeLessThan(0);
  expect(compareTags(t(2, 10), t(10, 9))).toBeGreaterThan(0);
});

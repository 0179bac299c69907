import { describe, expect, it, test } from 'vitest';
import { findPartialCommit, type LogTail } from './partial-commit.ts';
import { readOffsets, type TransactionTag, writeOffsets, writeTag } from './transaction-tag.ts';

const t = (number: number, producerEpoch = 3, producerId = '7'): TransactionTag => ({
  producerId,
  producerEpoch,
  number,
});
const offsets = new Map([['commands', 12]]);

const tail = (topic: string, visible: TransactionTag | undefined, ...aborted: TransactionTag[]): LogTail => ({
  topic,
  visible: visible && { tag: visible, offsets },
  aborted: new Map(aborted.map((tag, n) => [writeTag(tag), 100 + n])),
});

describe('a transaction', () => {
  it('is whole when its offset is committed and nothing of it was aborted', () => {
    expect(findPartialCommit(t(5), [tail('state', t(5)), tail('tickets', t(4))])).toBeUndefined();
  });

  it('is whole when all of it was aborted, whatever was tried after it', () => {
    const tails = [tail('state', t(5), t(6), t(1, 4)), tail('tickets', undefined, t(6))];
    expect(findPartialCommit(t(5), tails)).toBeUndefined();
  });

  it('is partial when its records are visible and its offset is not committed', () => {
    expect(findPartialCommit(t(5), [tail('state', t(6)), tail('tickets', t(5), t(6))])).toEqual({
      tag: t(6),
      missing: [{ topic: 'tickets', from: 100 }],
      offsets,
    });
  });

  it('is partial when its offset is committed and records of it were aborted', () => {
    expect(findPartialCommit(t(5), [tail('state', t(4), t(5)), tail('tickets', undefined, t(5))])).toEqual({
      tag: t(5),
      missing: [
        { topic: 'state', from: 100 },
        { topic: 'tickets', from: 100 },
      ],
      offsets: 'committed',
    });
  });

  it('is partial also after later attempts that came to nothing', () => {
    const found = findPartialCommit(t(5), [
      tail('state', t(6), t(1, 4)),
      tail('tickets', t(5), t(6), t(1, 4)),
    ]);
    expect(found).toMatchObject({ tag: t(6), missing: [{ topic: 'tickets' }] });
  });

  it('has no offsets when an older release wrote it', () => {
    const state: LogTail = { topic: 'state', visible: { tag: t(6), offsets: undefined }, aborted: new Map() };
    expect(findPartialCommit(t(5), [state])).toEqual({ tag: t(6), missing: [], offsets: undefined });
  });

  it('is not judged by another producer’s', () => {
    expect(findPartialCommit(t(5), [tail('state', t(9, 3, '8'))])).toBeUndefined();
  });
});

test('offsets are read as they were written, and foreign text is none', () => {
  const several = new Map([...offsets, ['eventbus.products', 0]]);
  expect(readOffsets(writeOffsets(several))).toEqual(several);
  for (const text of [undefined, '', 'a', 'a=', '=1', 'a=1,', 'a=-1', 'a=1e3', 'a=99999999999999999999'])
    expect(readOffsets(text)).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { recordBatchSize } from '../../wire/record-batch.ts';
import { markedBatches, tagBytesFor } from './transaction-batches.ts';

const message = (key: string, withPrevious = false) => ({
  key,
  value: 'x'.repeat(100),
  ...(withPrevious ? { withPrevious: true as const } : {}),
});
const mark = { tag: '7.3.12', offsets: new Map([['commands', 42]]) };
const keysOf = (messages: ReturnType<typeof message>[], maxMessages: number) => {
  const max = recordBatchSize(messages.slice(0, maxMessages)) + tagBytesFor(mark.offsets.keys());
  const records = messages.map((one) => ({ topic: 't', partition: 0, ...one }));
  const batches = markedBatches(records, mark, () => max);
  for (const { messages: own } of batches) {
    expect(own[0]?.headers).toEqual({ txn: '7.3.12', 'txn-offsets': 'commands=42' });
    expect(own.slice(1).every(({ headers }) => headers === undefined)).toBe(true);
    if (own.length <= maxMessages) expect(recordBatchSize(own)).toBeLessThanOrEqual(max);
  }
  return batches.map((batch) => batch.messages.map(({ key }) => key).join(''));
};

describe('a batch that its topic would refuse for its size', () => {
  it('is split, in order', () => {
    expect(
      keysOf(
        ['a', 'b', 'c', 'd', 'e'].map((key) => message(key)),
        2,
      ),
    ).toEqual(['ab', 'c', 'de']);
  });

  it('is not split between records that belong together', () => {
    const remove = [message('a'), message('b'), message('b', true), message('c')];
    expect(keysOf(remove, 2)).toEqual(['a', 'bb', 'c']);
    expect(keysOf([message('b'), message('b', true)], 1)).toEqual(['bb']);
  });

  it('stays whole when it fits', () => {
    expect(keysOf([message('a'), message('b')], 2)).toEqual(['ab']);
  });
});

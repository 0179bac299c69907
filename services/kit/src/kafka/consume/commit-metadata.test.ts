import { expect, test } from 'vitest';
import { readCommitMetadata, writeCommitMetadata } from './commit-metadata.ts';

const nothing = new Set<number>();

test.each([
  [nothing, false, ''],
  [new Set([20, 13]), false, 'f:3,a'],
  [nothing, true, 'down;'],
  [new Set([13]), true, 'down;f:3'],
])('finished %o, target down: %s is %s', (finished, targetDown, text) => {
  expect(writeCommitMetadata(10, { finished, targetDown })).toBe(text);
  expect(readCommitMetadata(10, text)).toEqual({ finished, targetDown });
});

test.each([
  [false, 'paused;'],
  [true, 'down;paused;'],
])('paused, target down: %s is %s', (targetDown, text) => {
  const metadata = { finished: nothing, targetDown, paused: true };
  expect(writeCommitMetadata(10, metadata)).toBe(text);
  expect(readCommitMetadata(10, text)).toEqual(metadata);
});

test.each([
  [0, false, 's:0;f:3'],
  [1000, true, 'down;s:rs;f:3'],
])('the offset %i is remembered, target down: %s, as %s', (since, targetDown, text) => {
  const metadata = { finished: new Set([13]), targetDown, since };
  expect(writeCommitMetadata(10, metadata)).toBe(text);
  expect(readCommitMetadata(10, text)).toEqual(metadata);
});

test.each(['some other tool', 'down', 'down;now', 'f:3;', 'f:3 down;', '{"f":3}', 's:;', 's:1'])(
  'ignores %s as foreign',
  (text) => {
    expect(readCommitMetadata(5, text)).toEqual({ finished: nothing, targetDown: false });
  },
);

test('keeps within what a broker accepts, and the lowest', () => {
  const finished = new Set(Array.from({ length: 5000 }, (_, i) => 5000 - i));
  const text = writeCommitMetadata(0, { finished, targetDown: true });
  expect(text.length).toBeLessThanOrEqual(4096);
  const read = readCommitMetadata(0, text);
  expect(read.targetDown).toBe(true);
  expect(read.finished.has(1)).toBe(true);
});

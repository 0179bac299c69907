import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor, originOf } from './cursor.ts';

const origin = originOf('5L6g3nShT-eMCtK--X86sw', 'cupcakes');

test('a cursor reads back as the position it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeNat(), { maxLength: 20 }), fc.nat(0xffff_ffff), (offsets, time) => {
      expect(decodeCursor(encodeCursor({ origin, time, offsets }))).toEqual({ origin, time, offsets });
    }),
  );
});

test('any other text is no position, and does not throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const position = decodeCursor(text);
      if (position) expect(position.offsets.every(Number.isSafeInteger)).toBe(true);
    }),
  );
  const whole = encodeCursor({ origin, time: 1, offsets: [300] });
  for (const text of ['', 'null', '{}', 'A'.repeat(20_000), whole.slice(0, 10), `${whole}=`]) {
    expect(decodeCursor(text), text).toBeUndefined();
  }
});

test('a text cut within an offset is no position', () => {
  const bytes = Buffer.from(encodeCursor({ origin, time: 1, offsets: [300] }), 'base64url');
  expect(decodeCursor(bytes.subarray(0, -1).toString('base64url'))).toBeUndefined();
});

test('a cursor of twelve partitions fits into the reason of a close frame beside some words', () => {
  const offsets = Array.from({ length: 12 }, () => 2_000_000);
  expect(encodeCursor({ origin, time: 2 ** 32 - 1, offsets }).length).toBeLessThan(90);
});

test('clusters and workflows have different origins', () => {
  expect(
    new Set([origin, originOf('other', 'cupcakes'), originOf('5L6g3nShT-eMCtK--X86sw', 'leave')]).size,
  ).toBe(3);
});

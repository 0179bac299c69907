import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecordShare } from './record-share.ts';

const count = (records: number, span: number, transactional = true) => ({
  records,
  span,
  whole: false,
  transactional,
});
const after = (...counts: ReturnType<typeof count>[]) => {
  const share = createRecordShare();
  for (const one of counts) share.add(one);
  return share;
};

describe('the share of records', () => {
  test('is that of all that was seen', () => {
    expect(after(count(10, 20), count(30, 30)).value).toBe(0.8);
  });

  test('is unknown while little was seen: a marker alone would say that nothing waits', () => {
    expect(after().value).toBeUndefined();
    expect(after(count(0, 1), count(0, 0)).value).toBeUndefined();
  });

  test('follows a topic that changes', () => {
    expect(
      after(count(50_000, 50_000), ...Array.from({ length: 50 }, () => count(50, 100))).value,
    ).toBeLessThan(0.6);
  });

  test('is never less than the least or more than the most that was seen', () => {
    const counts = fc.array(
      fc
        .tuple(fc.nat(300), fc.integer({ min: 10, max: 300 }))
        .map(([a, span]) => count(a % (span + 1), span)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(counts, (seen) => {
        const shares = seen.map(({ records, span }) => records / span);
        const { value } = after(...seen);
        expect(value).toBeGreaterThanOrEqual(Math.min(...shares) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...shares) + 1e-9);
      }),
    );
  });
});

test('a topic is plain when it never had a transaction or a gap, and enough of it was seen', () => {
  expect(after(count(5, 5, false)).isPlain).toBe(false);
  expect(after(count(20, 20, false)).isPlain).toBe(true);
  expect(after(count(20, 20, false), count(20, 20)).isPlain).toBe(false);
  expect(after(count(19, 20, false)).isPlain).toBe(false);
});

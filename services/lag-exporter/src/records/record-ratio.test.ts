import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecordRatio } from './record-ratio.ts';

const count = (records: number, span: number, transactional = true) => ({
  records,
  span,
  whole: false,
  transactional,
});
const after = (...counts: ReturnType<typeof count>[]) => {
  const ratio = createRecordRatio();
  for (const one of counts) ratio.add(one);
  return ratio;
};

describe('the ratio of records', () => {
  test('covers everything that was read', () => {
    expect(after(count(10, 20), count(30, 30)).value).toBe(0.8);
  });

  test('is unknown while little was read: a marker alone would mean that nothing waits', () => {
    expect(after().value).toBeUndefined();
    expect(after(count(0, 1), count(0, 0)).value).toBeUndefined();
  });

  test('follows a topic that changes', () => {
    expect(
      after(count(50_000, 50_000), ...Array.from({ length: 50 }, () => count(50, 100))).value,
    ).toBeLessThan(0.6);
  });

  test('is never below the lowest or above the highest that was read', () => {
    const counts = fc.array(
      fc
        .tuple(fc.nat(300), fc.integer({ min: 10, max: 300 }))
        .map(([a, span]) => count(a % (span + 1), span)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(counts, (seen) => {
        const ratios = seen.map(({ records, span }) => records / span);
        const { value } = after(...seen);
        expect(value).toBeGreaterThanOrEqual(Math.min(...ratios) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...ratios) + 1e-9);
      }),
    );
  });
});

test('a topic is plain when it never had a transaction or a gap, and enough of it was read', () => {
  expect(after(count(5, 5, false)).isPlain).toBe(false);
  expect(after(count(20, 20, false)).isPlain).toBe(true);
  expect(after(count(20, 20, false), count(20, 20)).isPlain).toBe(false);
  expect(after(count(19, 20, false)).isPlain).toBe(false);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTokenBucket, createTokenBuckets } from './token-bucket.ts';

function clock() {
  let time = 0;
  return {
    now: () => time,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

test('a burst passes, then as many as the rate allows; the wait says when', () => {
  const { now, pass } = clock();
  const take = createTokenBucket({ perSecond: 2, burst: 3 }, now);
  expect([take(1), take(1), take(1), take(1)]).toEqual([0, 0, 0, 500]);
  pass(499);
  expect(take(1)).toBe(1);
  pass(1);
  expect(take(1)).toBe(0);
  expect(take(2)).toBe(1000);
});

test('what costs more than the bucket holds passes when it is full', () => {
  const { now, pass } = clock();
  const take = createTokenBucket({ perSecond: 1, burst: 3 }, now);
  expect([take(10), take(10)]).toEqual([0, 3000]);
  pass(3000);
  expect(take(10)).toBe(0);
});

test('what passes is taken, also when rounding leaves a bucket a trace below what it costs', () => {
  const { now, pass } = clock();
  const take = createTokenBucket({ perSecond: 10, burst: 5 }, now);
  const steps = [
    [0, 4],
    [29, 1],
    [185, 0],
    [204, 4],
    [402, 3],
    [180, 3],
    [0, 1],
  ] as const;
  const waits = steps.map(([after, tokens]) => {
    pass(after);
    return take(tokens);
  });
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 100]);
});

test('over any time no more than burst and rate pass', () => {
  const steps = fc.array(fc.record({ after: fc.integer({ min: -50, max: 500 }), tokens: fc.nat(4) }));
  fc.assert(
    fc.property(steps, (all) => {
      const { now, pass } = clock();
      const take = createTokenBucket({ perSecond: 10, burst: 5 }, now);
      let passed = 0;
      let latest = 0;
      let forward = 0;
      for (const { after, tokens } of all) {
        pass(after);
        if (after > 0) forward += after;
        latest = forward;
        if (take(tokens) === 0) passed += tokens;
        expect(passed).toBeLessThanOrEqual(5 + latest / 100 + 1e-9);
      }
    }),
  );
});

test('each key has its bucket, and buckets that are full again are forgotten', () => {
  const { now, pass } = clock();
  const buckets = createTokenBuckets({ perSecond: 1, burst: 1 }, now);
  expect([buckets.take('ann', 1), buckets.take('ann', 1), buckets.take('bob', 1)]).toEqual([0, 1000, 0]);
  for (let i = 0; i < 20_000; i += 1) {
    pass(10);
    buckets.take(`user ${i}`, 1);
  }
  expect(buckets.size).toBeLessThan(2000);
});

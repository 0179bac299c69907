import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSubscriptionQuota } from './subscription-quota.ts';

const limits = { maxSubscriptionsPerUser: 10, maxKeptBytesPerUser: 1000, maxKeptBytes: 1500 };
const kept = (own: number, text = 'a', bytes = 100) => ({ own, document: { text, bytes } });

test('what a user keeps is bounded, and an equal document counts once', () => {
  const quota = createSubscriptionQuota(limits);
  expect(quota.admit('ann', kept(400)).release).toBeDefined();
  const second = quota.admit('ann', kept(400));
  expect(quota.bytes).toBe(900);
  expect(quota.admit('ann', kept(101)).refused).toBe('kept_bytes');
  expect(quota.admit('ann', kept(10, 'b')).refused).toBe('kept_bytes');
  expect(quota.admit('bob', kept(10)).release).toBeDefined();
  second.release?.();
  second.release?.();
  expect(quota.admit('ann', kept(101)).release).toBeDefined();
});

test('so is what all keep together, and the number of subscriptions of a user', () => {
  const quota = createSubscriptionQuota({ ...limits, maxSubscriptionsPerUser: 1 });
  expect(quota.admit('ann', kept(800)).release).toBeDefined();
  expect(quota.admit('ann', kept(1)).refused).toBe('subscriptions');
  expect(quota.admit('bob', kept(601)).refused).toBe('kept_bytes');
  expect(quota.admit('bob', kept(600)).release).toBeDefined();
});

test('a document that everybody has counts once for all of them', () => {
  const quota = createSubscriptionQuota(limits);
  for (let n = 0; n < 100; n += 1) expect(quota.admit(`user ${n}`, kept(1, 'a', 900)).release).toBeDefined();
  expect(quota.bytes).toBe(1000);
});

test('nothing is left once everything has been released, in any order', () => {
  const one = fc.record({
    user: fc.constantFrom('ann', 'bob'),
    own: fc.nat(300),
    text: fc.constantFrom('a', 'b'),
  });
  fc.assert(
    fc.property(fc.array(one), fc.infiniteStream(fc.nat()), (all, picks) => {
      const quota = createSubscriptionQuota(limits);
      const held: (() => void)[] = [];
      for (const { user, own, text } of all) {
        const { release } = quota.admit(user, kept(own, text));
        if (release) held.push(release);
        const pick = (picks.next().value ?? 0) % 3;
        if (pick === 0) held.shift()?.();
        expect(quota.bytes).toBeLessThanOrEqual(limits.maxKeptBytes);
      }
      for (const release of held.reverse()) release();
      expect(quota.bytes).toBe(0);
    }),
  );
});

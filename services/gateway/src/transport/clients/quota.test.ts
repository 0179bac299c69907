import { expect, test } from 'vitest';
import { createQuota } from './quota.ts';

test('each key holds at most so many; a second release of the same one does nothing', () => {
  const quota = createQuota(2);
  const release = quota.acquire('ann');
  expect(quota.acquire('ann')).toBeDefined();
  expect(quota.acquire('ann')).toBeUndefined();
  expect(quota.hasRoom('ann')).toBe(false);
  expect(quota.acquire('bob')).toBeDefined();
  release?.();
  release?.();
  expect(quota.acquire('ann')).toBeDefined();
  expect(quota.acquire('ann')).toBeUndefined();
});

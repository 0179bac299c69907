import { expect, test } from 'vitest';
import { createQuota } from './quota.ts';

test('each key holds at most so many; what is given back twice counts once', () => {
  const quota = createQuota(2);
  const back = quota.acquire('ann');
  expect(quota.acquire('ann')).toBeDefined();
  expect(quota.acquire('ann')).toBeUndefined();
  expect(quota.hasRoom('ann')).toBe(false);
  expect(quota.acquire('bob')).toBeDefined();
  back?.();
  back?.();
  expect(quota.acquire('ann')).toBeDefined();
  expect(quota.acquire('ann')).toBeUndefined();
});

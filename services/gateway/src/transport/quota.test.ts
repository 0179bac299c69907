import { expect, test } from 'vitest';
import { createQuota } from './quota.ts';

test('each key holds at most so many; what is given back twice counts once', () => {
  const quota = createQuota(2);
  const back = quota.take('ann');
  expect(quota.take('ann')).toBeDefined();
  expect(quota.take('ann')).toBeUndefined();
  expect(quota.hasRoom('ann')).toBe(false);
  expect(quota.take('bob')).toBeDefined();
  back?.();
  back?.();
  expect(quota.take('ann')).toBeDefined();
  expect(quota.take('ann')).toBeUndefined();
});

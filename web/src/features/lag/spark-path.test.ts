import { expect, test } from 'vitest';
import { pathOf } from './spark-path.ts';

test('goes from left to right, as high as the largest, and is broken where nothing is known', () => {
  expect(pathOf([0, 10, null, 5, 5], 100, 24)).toBe('M0.0 23.0L25.0 1.0M75.0 12.0L100.0 12.0');
  expect(pathOf([], 100, 24)).toBe('');
  expect(pathOf([0], 100, 24)).toBe('M0.0 23.0');
});

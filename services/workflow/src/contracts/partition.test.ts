import { expect, test } from 'vitest';
import { partitionOf } from './partition.ts';

/**
 * Computed by another program. If one of these changes, every order that is under way lies in the
 * wrong partition: do not adapt the numbers, restore the rule.
 */
test.each([
  ['', 1, 1, 1],
  ['a-1', 0, 1, 4],
  ['a-2', 0, 1, 4],
  ['c0ffee-1', 0, 0, 0],
  ['00000000000000000000-1', 1, 1, 1],
  ['deadbeef', 1, 0, 9],
  ['ann@example.com-638', 1, 2, 5],
  ['-x', 1, 1, 1],
  ['\u00e9t\u00e9-1', 3, 0, 3],
  ['p3abc-1', 0, 0, 0],
])('order %j is in partition %i of 4, %i of 3, %i of 12', (id, of4, of3, of12) => {
  expect([partitionOf(id, 4), partitionOf(id, 3), partitionOf(id, 12)]).toEqual([of4, of3, of12]);
});

test('an id may name its partition; one that does not exist is hashed', () => {
  expect(partitionOf('p3.abc-1', 12)).toBe(3);
  expect(partitionOf('p3.abc-1', 3)).toBeLessThan(3);
  expect([partitionOf('p12.abc-1', 4), partitionOf('p12.abc-1', 12)]).toEqual([2, 6]);
  expect(partitionOf('p00003.abc-1', 12)).toBe(10);
});

test.each([
  ['hashes', (i: number) => `${Math.imul(i + 1, 2_654_435_761) >>> 0}`],
  ['counters of a foreign system', (i: number) => `order${i}`],
  ['hex', (i: number) => (Math.imul(i + 1, 2_654_435_761) >>> 0).toString(16).padStart(20, 'f')],
])('%s spread evenly', (_what, id) => {
  for (const partitions of [3, 4, 12]) {
    const counts = new Array<number>(partitions).fill(0);
    for (let i = 0; i < 12_000; i++) {
      const partition = partitionOf(`${id(i)}-x`, partitions);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    const fair = 12_000 / partitions;
    expect(Math.min(...counts)).toBeGreaterThan(fair * 0.85);
    expect(Math.max(...counts)).toBeLessThan(fair * 1.15);
  }
});

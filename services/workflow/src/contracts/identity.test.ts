import { describe, expect, test } from 'vitest';
import type { Workflow } from '../file/workflow-file.ts';
import { cakes } from '../testing/decider-spec.ts';
import { hashOf, hashPart, keyHashOf, newOrderId } from './identity.ts';
import { partitionOf } from './partition.ts';

const byDepartment: Workflow = {
  ...cakes,
  partitions: 3,
  partitionBy: { field: 'department', values: { HR: 0, IT: 1, OPS: 2 } },
};

describe('a key hash', () => {
  test('never changes: it still finds orders of a year ago', () => {
    expect(keyHashOf('cupcakes', 'carl', 'key-1')).toBe(
      'e3c6a55b9f5724e7cdb632c8955c7947b578bd718e67696cb70600ccd54bfc0f',
    );
  });

  test('differs by workflow, caller and key', () => {
    const hashes = [
      keyHashOf('cupcakes', 'carl', 'k'),
      keyHashOf('leave', 'carl', 'k'),
      keyHashOf('cupcakes', 'dora', 'k'),
      keyHashOf('cupcakes', 'carl', 'l'),
      keyHashOf('cupcakes', 'carlk', ''),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('no two lists of parts collide, whatever they contain', () => {
    const lists = [['a', 'b'], ['ab'], ['a', 'b', ''], ['a\0b'], ['1:b'], ['a1:b'], ['', 'ab'], []];
    expect(new Set(lists.map((parts) => hashOf(...parts))).size).toBe(lists.length);
  });
});

describe('a new order id', () => {
  test('starts with the key, so that a repeated place meets the first order in its partition', () => {
    const keyHash = keyHashOf('cakes', 'carl', 'k');
    const [one, two] = [newOrderId(cakes, {}, keyHash), newOrderId(cakes, {}, keyHash)];
    expect(one).toMatch(/^[0-9a-f]{20}-[0-9a-f]{8}$/);
    expect(one).not.toBe(two);
    expect(hashPart(one)).toBe(hashPart(two));
    expect(hashPart(one)).toBe(keyHash.slice(0, 20));
  });

  test('is random without a key', () => {
    const ids = Array.from({ length: 1000 }, () => newOrderId(cakes, {}));
    expect(new Set(ids.map(hashPart)).size).toBe(1000);
  });

  test('names its partition where the workflow has a rule', () => {
    for (const [department, partition] of Object.entries(byDepartment.partitionBy?.values ?? {})) {
      const id = newOrderId(byDepartment, { department });
      expect(id).toMatch(new RegExp(`^p${partition}\\.[0-9a-f]{20}-`));
      expect(partitionOf(id, 3)).toBe(partition);
    }
  });

  test.each(['SALES', undefined, null, 'constructor', '__proto__', 'toString'])(
    'cannot be made for department %s, which has no partition',
    (department) => {
      expect(() => newOrderId(byDepartment, { department })).toThrow(RangeError);
    },
  );
});

test.each([
  ['c0ffee-1', 'c0ffee'],
  ['a-b-c', 'a'],
  ['nodash', 'nodash'],
  ['-x', ''],
  ['', ''],
])('the hash part of %j is %j', (id, part) => {
  expect(hashPart(id)).toBe(part);
});

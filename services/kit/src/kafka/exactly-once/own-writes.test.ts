import { describe, expect, it } from 'vitest';
import { OwnWrites } from './own-writes.ts';

describe('a record of a shared state topic', () => {
  const own = () => {
    const writes = new OwnWrites();
    writes.wrote('bun', 5);
    writes.wrote('bun', 8);
    return writes;
  };

  it.each([
    ['of others before an own one of its key', 'bun', 4, true],
    ['of others between two own ones', 'bun', 6, true],
    ['that is an own one', 'bun', 8, true],
    ['of others behind the last own one', 'bun', 9, false],
    ['of another key', 'cake', 4, false],
    ['without a key', null, 4, false],
  ])('%s', (_what, key, offset, expected) => {
    expect(own().supersede({ key, offset })).toBe(expected);
  });

  it('is forgotten when all before it has been read', () => {
    const writes = own();
    writes.forgetBefore(8);
    expect([writes.size, writes.supersede({ key: 'bun', offset: 7 })]).toEqual([1, true]);
    writes.forgetBefore(9);
    expect([writes.size, writes.supersede({ key: 'bun', offset: 7 })]).toEqual([0, false]);
  });
});

import { expect, it } from 'vitest';
import { recordHeaders } from '../../testing/record-headers.ts';
import { findHeader } from './find-header.ts';
import { readHeaders } from './read-headers.ts';
import { headerOf } from './record.ts';

const headers = recordHeaders({ ce_id: 'a-1', traceparent: '00-x', empty: '', naïve: 'ü' });

it.each([
  ['ce_id', 'a-1'],
  ['traceparent', '00-x'],
  ['empty', ''],
  ['missing', undefined],
  ['ce_i', undefined],
])('of the header %s the value is %j', (name, value) => {
  expect(findHeader(headers, name)?.toString()).toBe(value);
  expect(headerOf({ headers }, name)).toBe(value);
});

it('reads what all headers together say', () => {
  expect(readHeaders(headers).map(([name, value]) => [name, String(value)])).toEqual([
    ['ce_id', 'a-1'],
    ['traceparent', '00-x'],
    ['empty', ''],
    ['naïve', 'ü'],
  ]);
});

it('takes the last of several of one name, also when that is null', () => {
  // Two headers `a`: `1`, then `2` or null.
  const twice = (last: number[]) => Buffer.from([4, 2, 97, 2, 49, 2, 97, ...last]);
  expect(findHeader(twice([2, 50]), 'a')?.toString()).toBe('2');
  expect(findHeader(twice([1]), 'a')).toBeUndefined();
});

it('finds nothing where there are no headers, and throws where they are cut off', () => {
  expect(findHeader(Buffer.from([0]), 'a')).toBeUndefined();
  expect(() => findHeader(headers.subarray(0, 12), 'a')).toThrow(RangeError);
});

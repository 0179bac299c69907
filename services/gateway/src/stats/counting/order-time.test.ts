import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secondsBetween, timeOf } from './order-time.ts';

test('a time is what Date says', () => {
  const date = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(fc.property(date, (d) => timeOf(d.toISOString()) === d.getTime()));
  expect(timeOf('2026-11-21T12:00:00Z')).toBe(Date.parse('2026-11-21T12:00:00Z'));
  expect(timeOf('2026-11-21T13:00:00.0+01:00')).toBe(Date.parse('2026-11-21T12:00:00Z'));
});

test('a clock that stepped back gives no negative time', () => {
  const [one, two] = ['2026-11-21T23:59:59.500Z', '2026-11-22T00:00:01.000Z'];
  expect([secondsBetween(one, two), secondsBetween(two, one)]).toEqual([1.5, 0]);
});

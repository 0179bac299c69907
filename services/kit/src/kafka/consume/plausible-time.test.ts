import { expect, it } from 'vitest';
import { plausibleTime } from './plausible-time.ts';

const now = Date.parse('2026-11-29T12:00:00Z');

it.each<[string, number, boolean]>([
  ['now', now, true],
  ['years old', Date.parse('2012-06-01T00:00:00Z'), true],
  ['a little ahead, as clocks differ', now + 60_000, true],
  ['a day ahead', now + 86_400_000, true],
  ['more than a day ahead', now + 86_400_001, false],
  ['without a timestamp (-1)', -1, false],
  ['0', 0, false],
  ['in seconds', now / 1000, false],
  ['in microseconds', now * 1000, false],
  ['older than Kafka', Date.parse('2010-12-31T23:59:59Z'), false],
  ['no number', Number.NaN, false],
])('the time of a record that is %s counts: %s', (_name, timestamp, counts) => {
  expect(plausibleTime(timestamp, now)).toBe(counts ? timestamp : undefined);
});

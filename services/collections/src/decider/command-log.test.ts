import { expect, it } from 'vitest';
import { CommandLog } from './command-log.ts';

const hour = 3_600_000;
const bounds = { maxEntries: 3, maxBytes: 2000, maxAgeMs: 24 * hour };
const entry = (hours: number, text = '') => ({
  bodyHash: 'h',
  at: new Date(hours * hour).toISOString(),
  reply: { id: 'c', message: text },
});

it('keeps the latest answers when there are too many, or too long ones', () => {
  const log = new CommandLog(bounds);
  for (const [i, id] of ['a', 'b', 'c'].entries()) log.set(id, entry(i));
  expect(log.beyondBounds([])).toEqual([]);
  expect(log.beyondBounds([entry(3)])).toEqual(['a']);
  expect(log.beyondBounds([entry(3, 'x'.repeat(1500))])).toEqual(['a', 'b', 'c']);
});

it('forgets answers after a day', () => {
  const log = new CommandLog(bounds);
  log.set('a', entry(0));
  log.set('b', entry(2));
  expect(log.expired(new Date(23 * hour), 10)).toEqual([]);
  expect(log.expired(new Date(25 * hour), 10)).toEqual(['a']);
  expect(log.expired(new Date(100 * hour), 1)).toEqual(['a']);
  log.delete('a');
  expect([log.size, log.get('a'), log.get('b')?.bodyHash]).toEqual([1, undefined, 'h']);
});

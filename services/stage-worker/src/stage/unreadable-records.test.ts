import { describe, expect, it } from 'vitest';
import type { Ticket } from '../tickets/ticket.ts';
import { addUnreadable, type UnreadableRecords } from './unreadable-records.ts';

/** How many records each incident is about, for so many in a row; `taken` empties what waits after that many. */
function incidents(count: number, taken = Number.POSITIVE_INFINITY): number[] {
  const waiting: (Ticket | UnreadableRecords)[] = [];
  const reported: number[] = [];
  const take = () => {
    for (const one of waiting.splice(0)) if ('offsets' in one) reported.push(one.offsets.length);
  };
  for (let i = 0; i < count; i++) {
    addUnreadable(waiting, { offset: i, key: 'k' }, new Error('not JSON'), i);
    if ((i + 1) % taken === 0) take();
  }
  take();
  return reported;
}

describe('records in a row that are no tickets', () => {
  it('are reported one by one at first', () => {
    expect(incidents(100)).toEqual(Array(100).fill(1));
  });

  it('are summed up beyond 100, at most 10,000 in one incident', () => {
    expect(incidents(100_000)).toEqual([...Array(100).fill(1), ...Array(9).fill(10_000), 9_900]);
  });

  it('are summed up as far as they wait together', () => {
    expect(incidents(1_000, 300)).toEqual([...Array(100).fill(1), 200, 300, 300, 100]);
  });

  it('hold neither their keys nor their errors whole', () => {
    const waiting: UnreadableRecords[] = [];
    const key = '\u0000'.repeat(700_000);
    addUnreadable(waiting, { offset: 7, key }, new Error('x'.repeat(700_000)), 0);
    expect(JSON.stringify(waiting).length).toBeLessThan(3_000);
  });
});

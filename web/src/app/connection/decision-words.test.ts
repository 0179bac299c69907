import { expect, test } from 'vitest';
import { decisionWords } from './decision-words.ts';

const now = new Date(2026, 10, 21, 12, 3, 49).getTime();
const since = new Date(now - 45_000).toISOString();
const of = (
  undecidedPartitions: number | null,
  waitingPartitions: number | null,
  undecidedSince: string | null = since,
) => ({
  undecidedSince,
  undecidedPartitions,
  waitingPartitions,
});

test.each([
  [
    of(4, 4),
    false,
    'Orders are not being decided. None for 45 s, since 12:03:04. New orders and finished work must wait; nothing is lost.',
  ],
  [
    of(4, 4),
    true,
    'Orders are not being decided. None for 45 s, since 12:03:04. What you finish must wait; nothing is lost.',
  ],
  [
    of(1, 4),
    false,
    'Some orders are not being decided. On 1 of 4 partitions none for 45 s, since 12:03:04. New orders and finished work must wait; nothing is lost.',
  ],
  [
    of(null, null),
    true,
    'Orders are not being decided. None for 45 s, since 12:03:04. What you finish must wait; nothing is lost.',
  ],
] as const)('%j on a board: %s', (decisions, onBoard, expected) => {
  const words = decisionWords(decisions, now, onBoard);
  expect(`${words?.cause} ${words?.effect}`).toBe(expected);
});

test.each([
  ['while they are decided', of(0, 4, null)],
  ['while nobody knows', of(null, null, null)],
  ['before the first answer', undefined],
])('nothing is said %s', (_when, decisions) => {
  expect(decisionWords(decisions, now, false)).toBeUndefined();
});

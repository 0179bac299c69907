import { expect, test } from 'vitest';
import { now } from '../testing/tea-then.ts';
import { undecidedSince } from './undecided.ts';

const secondsAgo = (seconds: number) => now - seconds * 1000;
/** A partition: how many commands wait, for how long, and when one was decided last. */
const on = (
  partition: number,
  lag: number | null,
  oldestAgeSeconds: number | null,
  decidedSecondsAgo: number | null | undefined,
) => ({
  partition,
  lag,
  oldestAgeSeconds,
  unchangedSince: decidedSecondsAgo == null ? decidedSecondsAgo : secondsAgo(decidedSecondsAgo),
});

type Partitions = Parameters<typeof undecidedSince>[0];
test.each<[string, Partitions, [since: number, partitions: number] | undefined]>([
  ['not while nothing waits, however long ago the last one was', [on(0, 0, 0, 900)], undefined],
  ['not while each waits for a moment only', [on(0, 3, 4, 900)], undefined],
  ['not while one is decided now and then, however long the queue', [on(0, 900, 300, 2)], undefined],
  ['since the oldest came, where none waited before', [on(0, 1, 30, 900)], [30, 1]],
  ['since the last was decided, where others waited then', [on(0, 9, 60, 20)], [20, 1]],
  ['from ten seconds on', [on(0, 1, 10, 10)], [10, 1]],
  ['on one of two partitions', [on(0, 1, 30, 30), on(1, 5, 1, 1)], [30, 1]],
  ['since the first that stood', [on(0, 1, 30, 30), on(1, 5, 40, 50)], [40, 2]],
  ['on a partition once, which has two topics', [on(1, 1, 30, 30), on(1, 2, 20, 20)], [30, 1]],
  ['since the oldest came, where none was ever decided', [on(0, 4, 70, null)], [70, 1]],
  ['not as far as is known, where the lag is not known', [on(0, null, null, 70)], undefined],
  ['since the last was decided, where the age is not known', [on(0, 4, null, 70)], [70, 1]],
  ['not as far as is known, where an exporter reports no moves', [on(0, 4, 70, undefined)], undefined],
])('orders are undecided %s', (_title, partitions, expected) => {
  expect(undecidedSince(partitions, now)).toEqual(
    expected && { since: secondsAgo(expected[0]), partitions: expected[1] },
  );
});

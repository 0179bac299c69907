import { expect, test } from 'vitest';
import { teaWorkflow } from '../testing/tea.ts';
import { now } from '../testing/tea-then.ts';
import { stalledSince } from './stalled.ts';

const [quick, slow] = teaWorkflow({ boil: ', expected: 5s', pour: ', expected: 300s' }).stages;
const ago = (seconds: number) => now - seconds * 1000;

test.each<[string, typeof quick, Parameters<typeof stalledSince>[1], number | undefined]>([
  ['since the last ticket left', quick, { oldestWaiting: ago(545), lastOutAt: ago(540), outRate: 0 }, 540],
  [
    'since the oldest came, if that was later',
    quick,
    { oldestWaiting: ago(70), lastOutAt: ago(900), outRate: 0 },
    70,
  ],
  [
    'since the oldest came, if none ever left',
    quick,
    { oldestWaiting: ago(61), lastOutAt: undefined, outRate: undefined },
    61,
  ],
  [
    'not within the first minute',
    quick,
    { oldestWaiting: ago(59), lastOutAt: undefined, outRate: 0 },
    undefined,
  ],
  [
    'not while tickets leave',
    quick,
    { oldestWaiting: ago(545), lastOutAt: ago(59), outRate: 1 / 60 },
    undefined,
  ],
  ['not where none waits', quick, { oldestWaiting: undefined, lastOutAt: ago(900), outRate: 0 }, undefined],
  [
    'not within twice the expected work',
    slow,
    { oldestWaiting: ago(599), lastOutAt: undefined, outRate: 0 },
    undefined,
  ],
  ['after twice the expected work', slow, { oldestWaiting: ago(600), lastOutAt: undefined, outRate: 0 }, 600],
])('a stage stands %s', (_name, stage, known, seconds) => {
  if (!stage) throw new Error('no stage');
  expect(stalledSince(stage, known, now)).toBe(seconds === undefined ? undefined : ago(seconds));
});

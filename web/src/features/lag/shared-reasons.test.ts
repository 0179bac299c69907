import { expect, test } from 'vitest';
import type { ScalingReason } from '../../generated/graphql.ts';
import { ownReason, sharedReasons } from './shared-reasons.ts';

const stage = (name: string, reason: string | null, reasonCode: ScalingReason | null = 'FIXED') => ({
  stage: name,
  reason,
  reasonCode,
});
const none = 'No autoscaler is watched.';
const few = 'Less is wanted than the minimum.';

test.each([
  [[stage('mix', none), stage('bake', none)], ['All stages: no autoscaler is watched.']],
  [
    [stage('mix', none), stage('bake', none), stage('ship', none), stage('pack', few)],
    ['Mix, bake and ship: no autoscaler is watched.'],
  ],
  [[stage('mix', none), stage('bake', few)], []],
  [[stage('mix', null), stage('bake', null)], []],
  [[stage('mix', 'Its pods crash.', 'PODS_PENDING'), stage('bake', 'Its pods crash.', 'PODS_PENDING')], []],
  [[], []],
])('reasons of %j are shared as %j', (rows, words) => {
  expect(sharedReasons(rows).map((one) => one.words)).toEqual(words);
});

test('a row says what it does not share, and what is wrong with it', () => {
  const crash = stage('pack', 'Its pods crash.', 'PODS_PENDING');
  const rows = [
    stage('mix', none),
    stage('bake', none),
    stage('ship', few),
    crash,
    { ...crash, stage: 'wrap' },
  ];
  expect(rows.map((row) => ownReason(row, rows))).toEqual([
    null,
    null,
    few,
    'Its pods crash.',
    'Its pods crash.',
  ]);
});

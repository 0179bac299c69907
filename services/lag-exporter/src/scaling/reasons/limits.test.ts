import { expect, test } from 'vitest';
import { autoscaler, behavior, deployment } from '../../testing/bake-objects.ts';
import { able, explained, limited, type ReasonCase } from '../../testing/explained.ts';

const cases: ReasonCase[] = [
  [
    'partition-cap',
    'each partition has its replica',
    {
      deployment: deployment(12),
      autoscaler: autoscaler({ replicas: 12, lag: '20', conditions: limited('TooManyReplicas') }),
    },
    'Wants 30, has 12: each of the 12 partitions has one, and more could not work.',
  ],
  [
    'max-replicas',
    'fewer are allowed than could work',
    {
      deployment: deployment(6),
      autoscaler: autoscaler({ replicas: 6, lag: '20', spec: { maxReplicas: 6 } }),
    },
    'Wants 15, has 6: no more than 6 are allowed, though 12 could work.',
  ],
  [
    'max-replicas',
    'it is not known how many could work',
    {
      deployment: deployment(6),
      autoscaler: autoscaler({ replicas: 6, lag: '20', spec: { maxReplicas: 6 } }),
      partitions: 3,
    },
    'Wants 15, has 6: no more than 6 are allowed.',
  ],
  [
    'stabilization',
    'it waits before it scales down',
    {
      deployment: deployment(8),
      autoscaler: autoscaler({ replicas: 8, lag: '2', conditions: able('ScaleDownStabilized') }),
    },
    'Wants 2, has 8: it scales down only to the most that was wanted within 120 s.',
  ],
  [
    'stabilization',
    'it waits before it scales up, by the cluster’s window',
    {
      autoscaler: autoscaler({
        lag: '16',
        conditions: able('ScaleUpStabilized'),
        spec: { behavior: undefined },
      }),
    },
    'Wants 8, has 4: it scales up only to the least that was wanted within the last minutes.',
  ],
  [
    'rate-limit',
    'it climbs in steps, although more is wanted than allowed',
    {
      autoscaler: autoscaler({
        lag: '60',
        conditions: { ...limited('ScaleUpLimit'), ...able('SucceededRescale') },
      }),
    },
    'Wants 30, has 4: it scales up by at most 100 % in 15 s or 4 in 15 s.',
  ],
  [
    'rate-limit',
    'it shrinks in steps',
    {
      deployment: deployment(8),
      autoscaler: autoscaler({ replicas: 8, lag: '1', conditions: limited('ScaleDownLimit') }),
    },
    'Wants 1, has 8: it scales down by at most 50 % in 60 s.',
  ],
  [
    'rate-limit',
    'scaling down is switched off',
    {
      deployment: deployment(8),
      autoscaler: autoscaler({
        replicas: 8,
        lag: '1',
        conditions: limited('ScaleDownLimit'),
        spec: { behavior: { ...behavior, scaleDown: { selectPolicy: 'Disabled' } } },
      }),
    },
    'Wants 1, has 8: scaling down is switched off.',
  ],
  [
    'rate-limit',
    'the controller’s own steps',
    {
      deployment: deployment(1),
      autoscaler: autoscaler({
        replicas: 1,
        lag: '80',
        conditions: limited('ScaleUpLimit'),
        spec: { behavior: null },
      }),
    },
    'Wants 10, has 1: it scales up by at most 100 % or to 4 replicas.',
  ],
  [
    'tolerance',
    'a little more than the target',
    { autoscaler: autoscaler({ lag: '8750m' }) },
    'Wants 5, has 4: 9 % off the target, and up to 10 % is let pass.',
  ],
  [
    'tolerance',
    'its own tolerance',
    {
      deployment: deployment(10),
      autoscaler: autoscaler({
        replicas: 10,
        lag: '6',
        spec: { behavior: { ...behavior, scaleDown: { ...behavior.scaleDown, tolerance: '300m' } } },
      }),
    },
    'Wants 8, has 10: 25 % off the target, and up to 30 % is let pass.',
  ],
];

test.each(cases)('%s: %s', (code, _when, given, text) => {
  expect(explained(given).reason).toEqual({ code, text });
});

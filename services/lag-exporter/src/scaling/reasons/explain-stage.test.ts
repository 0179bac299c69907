import { expect, test } from 'vitest';
import {
  ageMetric,
  ageStatus,
  autoscaler,
  deployment,
  lagMetric,
  lagStatus,
  pod,
} from '../../testing/bake-objects.ts';
import { able, explained, missing, type ReasonCase, starting } from '../../testing/explained.ts';

const cases: ReasonCase[] = [
  ['balanced', 'as many as required', {}, 'Has as many as the metrics ask for: 4 replicas.'],
  ['fixed', 'no autoscaler', { autoscaler: null }, 'No autoscaler: set to 4 replicas.'],
  [
    'scaling',
    'replicas start',
    {
      deployment: deployment(8, { status: { readyReplicas: 4 } }),
      autoscaler: autoscaler({
        lag: '16',
        status: { desiredReplicas: 8 },
        conditions: able('SucceededRescale'),
      }),
      pods: Array.from({ length: 8 }, (_, i) => (i < 4 ? pod(`p${i}`) : starting(`p${i}`, 5))),
    },
    'On its way from 4 to 8 replicas: 4 of 8 ready.',
  ],
  [
    'scaling',
    'the first replica starts, and nothing scales it',
    {
      autoscaler: null,
      deployment: deployment(1, { status: { readyReplicas: 0 } }),
      pods: [starting('bake-0', 5)],
    },
    'Starting: 0 of 1 ready.',
  ],
  [
    'scaling',
    'a new version rolls out',
    {
      deployment: deployment(4, { status: { replicas: 5, updatedReplicas: 2 } }),
      autoscaler: autoscaler({ lag: '6400m' }),
    },
    'A new version rolls out: 2 of 5 replicas have it.',
  ],
  [
    'scaling',
    'the roll-out is paused',
    { deployment: deployment(4, { spec: { paused: true }, status: { updatedReplicas: 2 } }) },
    'The roll-out of a new version is paused: 2 of 4 replicas have it.',
  ],
  [
    'scaling',
    'the autoscaler has not acted yet',
    { autoscaler: autoscaler({ lag: '16' }) },
    'Wants 8, has 4: the autoscaler has not acted on it yet.',
  ],
  [
    'scaling',
    'the autoscaler is new',
    { autoscaler: { ...autoscaler(), status: {} } },
    'The autoscaler is new and has not looked yet.',
  ],
  [
    'minimum',
    'nothing to do',
    {
      deployment: deployment(1),
      autoscaler: autoscaler({ replicas: 1, lag: '0', conditions: able('ScaleDownStabilized') }),
    },
    'The metrics ask for 0; the minimum is 1 replica.',
  ],
];

test.each(cases)('%s: %s', (code, _when, given, text) => {
  expect(explained(given).reason).toEqual({ code, text });
});

test('reports the numbers, and unknown ones as unknown', () => {
  expect(explained({ autoscaler: autoscaler({ lag: '16' }) })).toMatchObject({
    namespace: 'shop',
    workflow: 'cupcakes',
    stage: 'bake',
    wanted: 8,
    actual: 4,
    ready: 4,
    max: 12,
    min: 1,
  });
  const blind = explained({
    autoscaler: autoscaler({ conditions: missing, status: { currentMetrics: [{ type: '' }] } }),
  });
  expect(blind.wanted).toBeUndefined();
  const unseen = explained({ deployment: { ...deployment(), status: {} }, autoscaler: null });
  expect(unseen).toMatchObject({ wanted: 4, actual: undefined, ready: undefined, max: undefined });
});

test('wants the largest number that a metric requires', () => {
  const metrics = [lagMetric('8'), ageMetric('90')];
  const both = (lag: string, age: string) =>
    explained({
      autoscaler: autoscaler({
        spec: { metrics },
        status: { currentMetrics: [lagStatus(lag), ageStatus(age)] },
      }),
    });
  expect(both('8', '180').wanted).toBe(8);
  expect(both('16', '45').wanted).toBe(8);
});

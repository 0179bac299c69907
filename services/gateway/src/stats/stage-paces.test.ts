import { expect, test } from 'vitest';
import { teaWorkflow } from '../testing/tea.ts';
import { ago, now, orderThen } from '../testing/tea-then.ts';
import { stagePaces } from './stage-paces.ts';

const workflow = teaWorkflow({ boil: ', expected: 5s', pour: '' });

const none = { of: () => undefined };

test('a paused stage stands since it was paused, also with an empty queue', () => {
  const pause = { paused: true as const, reason: 'broken', by: 'sue', at: ago(30) };
  const pauses = { of: (key: string) => (key === 'stage/pour' ? pause : undefined) };
  const rates = { outRateWhileBusy: () => undefined, lastOutAt: () => undefined };
  const paces = stagePaces(workflow, [], { rates, pauses, workOf: () => undefined }, now);
  expect([...paces].map(([stage, { stalledSince }]) => [stage, stalledSince])).toEqual([
    ['boil', undefined],
    ['pour', now - 30_000],
  ]);
});

test('a pace has the queue in its order, what leaves, what stands and what work takes', () => {
  const at = (seconds: number, fields: Parameters<typeof orderThen>[0] = {}) =>
    orderThen({ stages: [{ name: 'boil', readyAt: ago(seconds) }], ...fields });
  const open = [
    at(20),
    at(200),
    at(300, { stageStatus: 'started' }),
    at(400, { stageStatus: 'claimed' }),
    at(450, { held: true }),
    at(500, { status: 'incident' }),
    orderThen({ stage: 'fry' }),
  ];
  const rates = {
    outRateWhileBusy: (stage: string, lag: number) => (stage === 'boil' ? 0 * lag : undefined),
    lastOutAt: (stage: string) => (stage === 'boil' ? now - 100_000 : undefined),
  };
  const work = { from: 3, to: 9 };
  const paces = stagePaces(
    workflow,
    open,
    { rates, pauses: none, workOf: (stage) => (stage === 'boil' ? work : undefined) },
    now,
  );
  expect([...paces]).toEqual([
    [
      'boil',
      {
        queue: [now - 300_000, now - 200_000, now - 20_000],
        waiting: 2,
        outRate: 0,
        stalledSince: now - 100_000,
        work,
      },
    ],
    ['pour', { queue: [], waiting: 0, outRate: undefined, stalledSince: undefined, work: undefined }],
  ]);
});

import { describe, expect, test } from 'vitest';
import { teaWorkflow } from '../testing/tea.ts';
import { ago, now, orderThen } from '../testing/tea-then.ts';
import { backlogOf } from './backlog.ts';
import { stagePaces } from './stage-paces.ts';

const workflow = teaWorkflow({ boil: ', target: 100s, expected: 30s', pour: '' });
const unknown = { of: () => undefined };
const moving = () => undefined;

const none = { of: () => undefined };

describe('the backlog', () => {
  const open = [
    orderThen({ stages: [{ name: 'boil', readyAt: ago(20) }] }),
    orderThen({ stages: [{ name: 'boil', readyAt: ago(50) }] }),
    orderThen({ stageStatus: 'started', stages: [{ name: 'boil', readyAt: ago(99) }] }),
    orderThen({ stageStatus: 'claimed', claimedBy: 'ann' }),
    orderThen({ status: 'incident' }),
    orderThen({ stage: 'fry' }),
  ];

  test('holds what waits and is in work; claimed tickets and stopped orders are not in the lag', () => {
    const { stages, source, at } = backlogOf(
      workflow,
      open,
      { rates: unknown, paceOf: moving, pauses: none },
      now,
    );
    expect([source, at]).toEqual(['WORKERS', ago(0)]);
    expect(stages).toMatchObject([
      {
        stage: 'boil',
        lag: 3,
        waiting: 2,
        working: 1,
        claimed: 1,
        oldestWaitingSince: ago(50),
        inRate: null,
      },
      { stage: 'pour', lag: 0, waiting: 0, oldestWaitingSince: null, replicas: null, reason: null },
    ]);
  });

  test('says since when a stage stands', () => {
    const quiet = { inRate: 0, outRate: 0 };
    const rates = { of: () => quiet, outRateWhileBusy: () => 0, lastOutAt: () => now - 70_000 };
    const at = (stage: string) => ({ stage, stages: [{ name: stage, readyAt: ago(500) }] });
    const waiting = [orderThen(at('pour')), orderThen({ ...at('boil'), held: true })];
    const all = [...open, ...waiting];
    const paces = stagePaces(workflow, all, { rates, pauses: none, workOf: () => undefined }, now);
    const { stages } = backlogOf(
      workflow,
      all,
      { rates, paceOf: (stage) => paces.get(stage), pauses: none },
      now,
    );
    expect(stages.map(({ stalledSince }) => stalledSince)).toEqual([null, ago(70)]);
  });

  test.each([
    [{ inRate: 1, outRate: 2.5 }, 2],
    [{ inRate: 1, outRate: 1 }, null],
    [{ inRate: 2, outRate: 1 }, null],
    [undefined, null],
  ])('with rates %j the lag of 3 is gone in %s s', (rates, seconds) => {
    const [boil, pour] = backlogOf(
      workflow,
      open,
      { rates: { of: () => rates }, paceOf: moving, pauses: none },
      now,
    ).stages;
    expect([boil?.drainSeconds, pour?.drainSeconds]).toEqual([seconds, 0]);
  });
});

import { describe, expect, it, test } from 'vitest';
import type { Backlog } from '../api/documents.ts';
import { backlogFindings, clockFinding } from './findings.ts';

const now = Date.parse('2026-03-02T10:00:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

const stage = (more: Partial<Backlog['stages'][number]> = {}): Backlog['stages'][number] => ({
  ...{ stage: 'bake', lag: 0, waiting: 0, working: 0, claimed: 0, oldestWaitingSince: null },
  ...{ inRate: 0, outRate: 0, stalledSince: null, drainSeconds: null, replicas: 1, wantedReplicas: 1 },
  ...{ maxReplicas: 4, reason: null, reasonCode: 'BALANCED', members: 1, unownedPartitions: 0, paused: null },
  ...more,
});
const backlog = (more: Partial<Backlog> = {}): Backlog => ({
  ...{ at: ago(0), stale: false, source: 'LAG_EXPORTER', views: [], intakePaused: null, stages: [stage()] },
  decisions: { waiting: 0, undecidedSince: null, members: 1 },
  ...more,
});
const pause = { reason: 'the oven is cold', by: 'Rio', at: ago(60) };

describe('a workflow', () => {
  it('is fine when orders are decided and stages are worked at', () => {
    expect(backlogFindings('tea', backlog(), now)).toEqual([
      { state: 'fine', what: 'tea: orders are decided, all stages are worked at' },
    ]);
  });

  it.each<[string, Partial<Backlog>, 'odd' | 'wrong', RegExp]>([
    [
      'commands that nobody decides',
      { decisions: { waiting: 7, undecidedSince: ago(90), members: 1 } },
      'wrong',
      /tea: 7 commands wait, and none was decided for 1 min/,
    ],
    [
      'no processor',
      { decisions: { waiting: 0, undecidedSince: null, members: 0 } },
      'wrong',
      /no order-processor runs/,
    ],
    [
      'a view that is behind',
      { views: [{ service: 'gateway', replica: 'g-1', secondsBehind: 30 }] },
      'odd',
      /gateway g-1 shows what was 30 s ago/,
    ],
    ['no lag exporter', { source: 'WORKERS' }, 'odd', /no lag exporter is connected/],
    ['a lag exporter that is away', { stale: true }, 'wrong', /has not answered lately/],
    ['a paused stage', { stages: [stage({ paused: pause })] }, 'odd', /bake is paused: the oven is cold/],
    ['a paused intake', { intakePaused: pause }, 'odd', /takes no orders: the oven is cold/],
    [
      'a stage that stands',
      { stages: [stage({ waiting: 3, stalledSince: ago(120) })] },
      'wrong',
      /bake: 3 tickets wait, and none has left for 2 min/,
    ],
    [
      'a stage without workers',
      { stages: [stage({ waiting: 3, members: 0, unownedPartitions: 4 })] },
      'wrong',
      /bake: nobody works there/,
    ],
    [
      'partitions without a worker',
      { stages: [stage({ unownedPartitions: 2 })] },
      'odd',
      /2 partitions have no worker just now/,
    ],
    [
      'an autoscaler without its metric',
      { stages: [stage({ reasonCode: 'METRIC_MISSING', reason: 'The metric cannot be read.' })] },
      'wrong',
      /bake: The metric cannot be read\./,
    ],
    [
      'pods that do not start',
      { stages: [stage({ reasonCode: 'PODS_PENDING', reason: '2 pods are not ready.' })] },
      'wrong',
      /2 pods are not ready/,
    ],
  ])('%s is found', (_name, change, state, what) => {
    const found = backlogFindings('tea', backlog(change), now);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ state, what: expect.stringMatching(what) });
  });
});

test.each([
  [0, 'fine', 'as the server’s'],
  [-4_000, 'fine', 'as the server’s'],
  [-120_000, 'wrong', '2 min fast'],
  [3_600_000, 'wrong', '1 h slow'],
  [Number.NaN, 'odd', 'does not say its time'],
])('a server whose clock is %d ms ahead: %s', (ahead, state, what) => {
  expect(clockFinding(now + ahead, now)).toMatchObject({ state, what: expect.stringContaining(what) });
});

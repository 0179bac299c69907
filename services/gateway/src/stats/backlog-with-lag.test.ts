import { expect, test } from 'vitest';
import type { LagReport } from '../lag/lag-report.ts';
import { teaWorkflow } from '../testing/tea.ts';
import { ago, now, orderThen } from '../testing/tea-then.ts';
import { backlogOf } from './backlog.ts';
import { withLag } from './backlog-with-lag.ts';

const workflow = teaWorkflow({ boil: '', pour: '' });
const rates = { of: () => ({ inRate: 0.5, outRate: 0.25 }) };
const backlog = backlogOf(
  workflow,
  [orderThen({ stages: [{ name: 'boil', readyAt: ago(50) }] })],
  { rates, paceOf: () => undefined, pauses: { of: () => undefined } },
  now,
);
const partition = {
  partition: 0,
  lag: 7,
  committed: 3,
  end: 10,
  oldestAgeSeconds: 30,
  owned: true,
  stalled: false,
};
const boil = {
  topic: 'toboil',
  lag: 7,
  oldestAgeSeconds: 30,
  inRate: 1,
  outRate: 0.5,
  drainSeconds: null,
  unowned: 0,
  dependencyDown: false,
  paused: false,
  partitions: [partition],
};
const report: LagReport = {
  at: now - 1000,
  stale: false,
  groups: [{ group: 'tea.boil', members: 2, topics: [boil] }],
  scaling: null,
};

test('shows tickets as the orders say, beside members and partitions as Kafka says', () => {
  const { source, stale, stages } = withLag(backlog, workflow, report, false);
  expect([source, stale]).toEqual(['LAG_EXPORTER', false]);
  expect(stages[0]).toMatchObject({
    lag: 1,
    inRate: 0.5,
    outRate: 0.25,
    oldestWaitingSince: ago(50),
    members: 2,
    replicas: 2,
    unownedPartitions: 0,
    partitions: [{ partition: 0, lag: 7, committed: '3', end: '10', owned: true }],
  });
  expect(stages[1]).toMatchObject({ lag: 0, members: null, replicas: null, reason: null, partitions: [] });
});

test('keeps the orders’ own numbers while the exporter has collected nothing', () => {
  expect(withLag(backlog, workflow, { ...report, at: null }, true).source).toBe('WORKERS');
});

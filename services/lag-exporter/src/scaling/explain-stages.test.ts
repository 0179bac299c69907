import { expect, test } from 'vitest';
import type { LagReport } from '../lag/report.ts';
import { autoscaler, deployment, pod } from '../testing/bake-objects.ts';
import { explainStages } from './explain-stages.ts';
import { autoscalerSchema } from './objects/autoscaler.ts';
import { deploymentSchema } from './objects/deployment.ts';
import { podSchema } from './objects/pod.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const topicLag = (topic: string, partitions: number, dependencyDown = false, paused = false) => ({
  topic,
  lag: 0,
  records: 0,
  oldestAgeSeconds: 0,
  inRate: 0,
  outRate: 0,
  drainSeconds: 0,
  unowned: 0,
  stalled: 0,
  dependencyDown,
  paused,
  partitions: Array.from({ length: partitions }, (_, partition) => ({
    partition,
    begin: 0,
    end: 0,
    committed: 0,
    lag: 0,
    records: 0,
    oldestAgeSeconds: 0,
    owned: true,
    unchangedSince: undefined,
    stalled: false,
  })),
});
const reportOf = (...topics: ReturnType<typeof topicLag>[]): LagReport => ({
  at: now,
  groups: [{ group: 'cupcakes.bake', state: 'Stable', members: 1, topics }],
});
/** Twelve replicas are allowed, there are four, and thirty are wanted. */
const busy = autoscalerSchema.parse(
  autoscaler({ lag: '20', replicas: 12, conditions: { ScalingLimited: ['True', 'TooManyReplicas'] } }),
);
const objects = {
  deployments: [deploymentSchema.parse(deployment(12))],
  autoscalers: [busy],
  pods: Array.from({ length: 12 }, (_, i) => podSchema.parse(pod(`bake-${i}`))),
};
const codeWith = (report: LagReport | undefined, isStale = false, given = objects) =>
  explainStages(given, { report, isStale }, now).stages.map(({ reason }) => reason.code);

test('uses the partitions of the topic that the metric names, not those of an older one', () => {
  expect(codeWith(reportOf(topicLag('readytobake', 12), topicLag('old', 6)))).toEqual(['partition-cap']);
  expect(codeWith(reportOf(topicLag('readytobake', 24)))).toEqual(['max-replicas']);
  expect(codeWith(undefined)).toEqual(['max-replicas']);
});

test('uses the only topic of the group where no metric names one', () => {
  const unnamed = { ...busy, metrics: busy.metrics.map((metric) => ({ ...metric, labels: {} })) };
  const given = { ...objects, autoscalers: [unnamed] };
  expect(codeWith(reportOf(topicLag('other', 12)), false, given)).toEqual(['partition-cap']);
  expect(codeWith(reportOf(topicLag('other', 12), topicLag('old', 12)), false, given)).toEqual([
    'max-replicas',
  ]);
});

test('reports that a dependency is down as long as the commits are known', () => {
  const report = reportOf(topicLag('readytobake', 12, true));
  expect(codeWith(report)).toEqual(['dependency-down']);
  expect(codeWith(report, true)).toEqual(['partition-cap']);
});

test('reports that a stage is paused as long as the commits are known, before all that follows from that', () => {
  const report = reportOf(topicLag('readytobake', 12, true, true));
  expect(codeWith(report)).toEqual(['paused']);
  expect(codeWith(report, true)).toEqual(['partition-cap']);
});

test('uses the autoscaler and pods of the Deployment’s own namespace only', () => {
  const elsewhere = { ...busy, namespace: 'elsewhere' };
  const pods = objects.pods.map((one) => ({ ...one, namespace: 'elsewhere' }));
  expect(codeWith(undefined, false, { ...objects, autoscalers: [elsewhere] })).toEqual(['fixed']);
  const [alone] = explainStages(
    { ...objects, autoscalers: [], pods },
    { report: undefined, isStale: true },
    now,
  ).stages;
  expect(alone?.reason.text).toBe('No autoscaler: set to 12 replicas.');
});

test('leaves out a stage with two Deployments, and names them', () => {
  const [first] = objects.deployments;
  if (!first) throw new Error('no Deployment');
  const deployments = [first, { ...first, namespace: 'staging' }, { ...first, stage: 'mix', name: 'mix' }];
  const explained = explainStages({ ...objects, deployments }, { report: undefined, isStale: true }, now);
  expect(explained.stages.map(({ stage }) => stage)).toEqual(['mix']);
  expect(explained.ambiguous).toEqual(['cupcakes.bake (shop/bake, staging/bake)']);
});

import { describe, expect, test } from 'vitest';
import { type LagReport, lagReportSchema } from './lag-report.ts';
import { stageScaling, unknownScaling } from './stage-scaling.ts';

const partition = (number: number) => ({
  partition: number,
  lag: 1,
  committed: 0,
  end: 1,
  oldestAgeSeconds: 1,
  owned: true,
  stalled: false,
});
/** As lag-exporter reports it; `scaling` undefined: by one that is too old to report it. */
function reportOf(
  scaling: unknown,
  more: { members?: number | null; dependencyDown?: boolean; paused?: boolean } = {},
) {
  const { members = 2, ...topicMore } = more;
  const numbers = { lag: 1, oldestAgeSeconds: 1, inRate: 1, outRate: 1, drainSeconds: null, unowned: 0 };
  const topic = {
    topic: 'toboil',
    ...numbers,
    ...topicMore,
    partitions: [partition(0), partition(1), partition(2)],
  };
  const groups = [{ group: 'tea.boil', members, topics: [topic] }];
  return lagReportSchema.parse({ at: 1, stale: false, groups, scaling });
}
function shown(report: LagReport, stage = 'boil') {
  const group = report.groups.find((one) => one.group === `tea.${stage}`);
  return stageScaling({ workflow: 'tea', stage }, report, group, group?.topics[0]);
}
const explained = (code: string, more = {}) => ({
  stale: false,
  stages: [
    {
      namespace: 'a',
      workflow: 'tea',
      stage: 'boil',
      wanted: 30,
      actual: 12,
      ready: 12,
      max: 12,
      min: 1,
      reason: { code, text: 'So it is.' },
    },
  ],
  ...more,
});

describe('where Kubernetes is watched', () => {
  test('shows the reported reason', () => {
    expect(shown(reportOf(explained('partition-cap')))).toEqual({
      replicas: 12,
      wantedReplicas: 30,
      maxReplicas: 12,
      reason: 'So it is.',
      reasonCode: 'PARTITION_CAP',
    });
  });

  test('shows the sentence of a reason that this gateway does not know', () => {
    expect(shown(reportOf(explained('paused'))).reasonCode).toBe('PAUSED');
    expect(shown(reportOf(explained('moon-phase')))).toMatchObject({ reason: 'So it is.', reasonCode: null });
  });

  test('reports a stage as unknown that the exporter does not list', () => {
    expect(shown(reportOf(explained('balanced')), 'pour')).toEqual(unknownScaling);
  });

  test('marks stale numbers as stale', () => {
    const { replicas, reason, reasonCode } = shown(reportOf(explained('balanced', { stale: true })));
    expect([replicas, reasonCode]).toEqual([12, 'STALE']);
    expect(reason).toBe('Kubernetes does not answer. This was the last: So it is.');
    expect(shown(reportOf({ stale: true, stages: [] }))).toMatchObject({
      replicas: null,
      reason: "Kubernetes does not answer. lag-exporter's log tells why.",
      reasonCode: 'STALE',
    });
  });
});

describe('where no Kubernetes is watched', () => {
  test('members are the replicas, and each partition could have one', () => {
    expect(shown(reportOf(null))).toEqual({
      replicas: 2,
      wantedReplicas: null,
      maxReplicas: 3,
      reason: 'No autoscaler is watched: there are as many workers as were started.',
      reasonCode: 'FIXED',
    });
    expect(shown(reportOf(null, { members: null })).replicas).toBeNull();
  });

  test('a dependency that is down is reported all the same', () => {
    expect(shown(reportOf(null, { dependencyDown: true, paused: true }))).toMatchObject({
      reasonCode: 'PAUSED',
    });
    expect(shown(reportOf(null, { dependencyDown: true }))).toMatchObject({
      replicas: 2,
      reasonCode: 'DEPENDENCY_DOWN',
    });
  });

  test('a group that the exporter does not know has unknown replicas', () => {
    expect(shown(reportOf(null), 'pour')).toEqual(unknownScaling);
  });
});

test('an older exporter, which does not report scaling, is understood', () => {
  expect(shown(reportOf(undefined))).toEqual(unknownScaling);
});

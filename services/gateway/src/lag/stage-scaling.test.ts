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
/** As lag-exporter tells it; `scaling` undefined: one from before it was told. */
function told(scaling: unknown, more: { members?: number | null; dependencyDown?: boolean } = {}) {
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
  test('shows what was explained', () => {
    expect(shown(told(explained('partition-cap')))).toEqual({
      replicas: 12,
      wantedReplicas: 30,
      maxReplicas: 12,
      reason: 'So it is.',
      reasonCode: 'PARTITION_CAP',
    });
  });

  test('shows the sentence of a reason that this gateway does not know', () => {
    expect(shown(told(explained('moon-phase')))).toMatchObject({ reason: 'So it is.', reasonCode: null });
  });

  test('knows nothing of a stage that is not there', () => {
    expect(shown(told(explained('balanced')), 'pour')).toEqual(unknownScaling);
  });

  test('says that what it shows is old', () => {
    const { replicas, reason, reasonCode } = shown(told(explained('balanced', { stale: true })));
    expect([replicas, reasonCode]).toEqual([12, 'STALE']);
    expect(reason).toBe('Kubernetes does not answer. This was the last: So it is.');
    expect(shown(told({ stale: true, stages: [] }))).toMatchObject({
      replicas: null,
      reason: "Kubernetes does not answer. lag-exporter's log tells why.",
      reasonCode: 'STALE',
    });
  });
});

describe('where no Kubernetes is watched', () => {
  test('members are the replicas, and each partition could have one', () => {
    expect(shown(told(null))).toEqual({
      replicas: 2,
      wantedReplicas: null,
      maxReplicas: 3,
      reason: 'No autoscaler is watched: there are as many workers as were started.',
      reasonCode: 'FIXED',
    });
    expect(shown(told(null, { members: null })).replicas).toBeNull();
  });

  test('a dependency that is down is told all the same', () => {
    expect(shown(told(null, { dependencyDown: true }))).toMatchObject({
      replicas: 2,
      reasonCode: 'DEPENDENCY_DOWN',
    });
  });

  test('a group that nobody knows has no replicas that one knows of', () => {
    expect(shown(told(null), 'pour')).toEqual(unknownScaling);
  });
});

test('an exporter of before tells nothing, and is understood', () => {
  expect(shown(told(undefined))).toEqual(unknownScaling);
});

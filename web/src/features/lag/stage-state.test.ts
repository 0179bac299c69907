import { describe, expect, test } from 'vitest';
import { sorted, stateOf } from './stage-state.ts';
import type { StageRow } from './use-backlog.ts';

const row = (fields: Partial<StageRow>): StageRow =>
  ({
    stage: 's',
    lag: 5,
    members: 1,
    inRate: 1,
    outRate: 1,
    drainSeconds: null,
    stalledSince: null,
    partitions: [],
    reasonCode: null,
    paused: null,
    oldestWaitingSince: null,
    ...fields,
  }) as StageRow;
const stalled = { partition: 0, stalled: true } as StageRow['partitions'][number];
describe('the state of a stage', () => {
  test.each([
    [{ lag: 0 }, 'no tickets'],
    [
      { paused: { reason: 'broken', by: 'sue', at: 'x' }, reasonCode: 'DEPENDENCY_DOWN', members: 0 },
      'paused',
    ],
    [{ lag: null }, 'unknown'],
    [{ partitions: [stalled, { ...stalled, stalled: false }] }, 'stalled on 1 of 2 partitions'],
    [{ members: 0, partitions: [stalled] }, 'no workers'],
    [{ lag: null, partitions: [stalled] }, 'unknown'],
    [{ members: 0 }, 'no workers'],
    [{ members: 0, lag: 0 }, 'no workers, no tickets'],
    [{ members: null }, 'steady'],
    [{ inRate: 2 }, 'growing'],
    [{ outRate: 2 }, 'shrinking'],
    [{ inRate: null }, 'behind'],
    [{ outRate: 0, stalledSince: '2026-11-22T12:03:00Z' }, 'stalled'],
    [{ inRate: 2, reasonCode: 'PARTITION_CAP' }, 'at its limit'],
    [{ reasonCode: 'MAX_REPLICAS' }, 'at its limit'],
    [{ lag: 0, reasonCode: 'METRIC_MISSING' }, 'cannot scale'],
    [{ reasonCode: 'UNABLE' }, 'cannot scale'],
    [{ lag: null, reasonCode: 'METRIC_MISSING' }, 'unknown'],
    [{ reasonCode: 'PODS_PENDING' }, 'replicas missing'],
    [{ members: 0, reasonCode: 'PODS_PENDING' }, 'no workers'],
    [{ partitions: [stalled], reasonCode: 'DEPENDENCY_DOWN' }, 'target down'],
    [{ reasonCode: 'STABILIZATION' }, 'steady'],
    [{ lag: 0, reasonCode: 'MINIMUM' }, 'no tickets'],
  ] as const)('%j is %s', (fields, words) => {
    expect(stateOf(row(fields as Partial<StageRow>)).words).toBe(words);
  });
});

test('the worst comes first, and what is unknown is not nothing', () => {
  const rows = [
    row({ stage: 'idle', lag: 0 }),
    row({ stage: 'big', lag: 90, oldestWaitingSince: '2026-11-22T12:00:10Z' }),
    row({ stage: 'dark', lag: null }),
    row({ stage: 'old', lag: 2, oldestWaitingSince: '2026-11-22T12:00:00Z' }),
  ];
  const names = (by: Parameters<typeof sorted>[1]) => sorted(rows, by).map(({ stage }) => stage);
  expect(names('route')).toEqual(['idle', 'big', 'dark', 'old']);
  expect(names('lag')).toEqual(['dark', 'big', 'old', 'idle']);
  expect(names('age')).toEqual(['dark', 'old', 'big', 'idle']);
  expect(names('state')[0]).toBe('dark');
});

test('a stage that cannot be helped by waiting comes before one that only grows', () => {
  const rows = [
    row({ stage: 'grows', inRate: 9 }),
    row({ stage: 'capped', inRate: 9, reasonCode: 'PARTITION_CAP' }),
    row({ stage: 'pending', reasonCode: 'PODS_PENDING' }),
    row({ stage: 'cut off', reasonCode: 'DEPENDENCY_DOWN' }),
  ];
  expect(sorted(rows, 'state').map(({ stage }) => stage)).toEqual(['cut off', 'pending', 'capped', 'grows']);
});

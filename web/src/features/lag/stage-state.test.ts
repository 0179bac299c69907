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
    partitions: [],
    oldestWaitingSince: null,
    ...fields,
  }) as StageRow;
const stalled = { partition: 0, stalled: true } as StageRow['partitions'][number];

describe('the state of a stage', () => {
  test.each([
    [{ lag: 0 }, 'all done'],
    [{ lag: null }, 'unknown'],
    [{ partitions: [stalled] }, 'stands still'],
    [{ members: 0 }, 'nobody works'],
    [{ members: 0, lag: 0 }, 'all done'],
    [{ members: null }, 'steady'],
    [{ inRate: 2 }, 'growing'],
    [{ outRate: 2 }, 'shrinking'],
    [{ inRate: null }, 'behind'],
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

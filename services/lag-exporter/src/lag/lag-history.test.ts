import { expect, test } from 'vitest';
import { createLagHistory } from './lag-history.ts';
import type { LagReport } from './report.ts';

const report = (seconds: number, lags: Record<string, number | undefined>): LagReport => ({
  at: seconds * 1_000,
  groups: Object.entries(lags).map(([group, lag]) => ({
    group,
    state: 'Stable',
    members: 1,
    topics: [
      {
        topic: 'cakes',
        lag,
        records: lag,
        oldestAgeSeconds: undefined,
        inRate: undefined,
        outRate: undefined,
        drainSeconds: undefined,
        unowned: 0,
        stalled: 0,
        dependencyDown: false,
        paused: false,
        partitions: [],
      },
    ],
  })),
});
const all = () => true;

test('keeps an hour, a point every 15 s, unknown ones too', () => {
  const history = createLagHistory();
  for (let s = 0; s <= 4_000; s += 5) history.add(report(s, { bakers: s === 3_990 ? undefined : s }));
  const [bakers] = history.of(all);
  expect(bakers?.points).toHaveLength(241);
  expect(bakers?.points[0]?.at).toBe(390_000);
  expect(bakers?.points.at(-1)).toEqual({
    at: 3_990_000,
    lag: undefined,
    records: undefined,
    oldestAgeSeconds: undefined,
  });
});

test('drops groups that no longer exist, and returns those that are requested', () => {
  const history = createLagHistory();
  history.add(report(0, { bakers: 1, mixers: 2 }));
  history.add(report(20, { mixers: 3 }));
  expect(history.of(all).map(({ group }) => group)).toEqual(['mixers']);
  expect(history.of((group) => group === 'bakers')).toEqual([]);
});

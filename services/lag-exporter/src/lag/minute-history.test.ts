import { expect, test } from 'vitest';
import { createMinuteHistory } from './minute-history.ts';
import type { LagReport, TopicLag } from './report.ts';

const report = (seconds: number, lags: Record<string, number | undefined>): LagReport => ({
  at: seconds * 1000,
  groups: Object.entries(lags).map(([group, lag]) => ({
    group,
    state: 'Stable',
    members: 1,
    topics: [{ topic: 'cakes', lag, records: lag, oldestAgeSeconds: lag } as TopicLag],
  })),
});
const minute = (group: string, at: number, worst: number | null) => ({
  at: at * 1000,
  group,
  topic: 'cakes',
  lag: worst,
  records: worst,
  oldestAgeSeconds: worst,
});

test('a minute is complete with the first report of the next, and holds the worst of each group', () => {
  const history = createMinuteHistory();
  expect(history.add(report(60, { bakers: 4, mixers: undefined }))).toEqual([]);
  expect(history.add(report(90, { bakers: 9, mixers: undefined }))).toEqual([]);
  expect(history.add(report(119, { bakers: undefined, mixers: undefined }))).toEqual([]);
  expect(history.present()).toEqual([minute('bakers', 60, 9), minute('mixers', 60, null)]);
  expect(history.add(report(121, { bakers: 1 }))).toEqual([
    minute('bakers', 60, 9),
    minute('mixers', 60, null),
  ]);
  expect(history.present()).toEqual([minute('bakers', 120, 1)]);
});

test('minutes without a report are left out', () => {
  const history = createMinuteHistory();
  history.add(report(60, { bakers: 4 }));
  expect(history.add(report(600, { bakers: 5 }))).toEqual([minute('bakers', 60, 4)]);
});

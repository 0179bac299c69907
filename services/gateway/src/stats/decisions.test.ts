import { expect, test } from 'vitest';
import { lagReportSchema } from '../lag/lag-report.ts';
import { ago, now } from '../testing/tea-then.ts';
import { decisionsOf, unknownDecisions } from './decisions.ts';

const partition = (number: number, more: object) => ({
  partition: number,
  lag: 0,
  committed: 5,
  end: 5,
  oldestAgeSeconds: 0,
  owned: true,
  stalled: false,
  ...more,
});
const topic = (name: string, more: object) => ({
  topic: `tea.${name}`,
  lag: 4,
  records: 4,
  inRate: 1.5,
  outRate: 0.5,
  unowned: 0,
  partitions: [partition(0, { lag: 4, oldestAgeSeconds: 3, unchangedSince: now - 1000 }), partition(1, {})],
  ...more,
});
const reportOf = (topics: unknown[]) =>
  lagReportSchema.parse({ at: now, stale: false, groups: [{ group: 'tea.processor', members: 2, topics }] });
const both = [topic('commands', {}), topic('work', { records: null })];

test('commands of people and of workers count together', () => {
  expect(decisionsOf('tea', reportOf(both), false)).toEqual({
    waiting: 8,
    oldestWaitingSince: ago(3),
    inRate: 3,
    outRate: 1,
    undecidedSince: null,
    undecidedPartitions: 0,
    waitingPartitions: 1,
    members: 2,
  });
});

test('a partition on which none is decided is said, with its time', () => {
  const standing = partition(1, { lag: 2, oldestAgeSeconds: 40, unchangedSince: now - 60_000 });
  const report = reportOf([both[0], topic('work', { partitions: [partition(0, {}), standing] })]);
  expect(decisionsOf('tea', report, false)).toMatchObject({
    undecidedSince: ago(40),
    undecidedPartitions: 1,
    waitingPartitions: 2,
    oldestWaitingSince: ago(40),
  });
});

test('an older exporter, which reports neither records nor moves, is understood', () => {
  const {
    records: _,
    inRate: __,
    outRate: ___,
    ...old
  } = topic('commands', { partitions: [partition(0, { lag: 4 })] });
  expect(decisionsOf('tea', reportOf([old, { ...old, topic: 'tea.work' }]), false)).toMatchObject({
    waiting: 8,
    inRate: null,
    undecidedSince: null,
  });
});

test.each([
  ['a group that the exporter does not know', reportOf([]), false],
  ['one of the two topics alone', reportOf(both.slice(1)), false],
  ['a report that is too old', reportOf(both), true],
  ['an exporter that has measured nothing', { ...reportOf(both), at: null }, false],
])('%s makes all unknown, not 0', (_name, report, stale) => {
  expect(decisionsOf('tea', report, stale)).toEqual(unknownDecisions);
});

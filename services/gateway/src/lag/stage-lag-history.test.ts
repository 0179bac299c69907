import { describe, expect, test } from 'vitest';
import { teaWorkflow } from '../testing/tea.ts';
import { type LagHistory, lagHistorySchema } from './lag-report.ts';
import { decisionHistory, stageHistories } from './stage-lag-history.ts';

const workflow = teaWorkflow({ boil: '', pour: '' });
const [boil] = workflow.stages;
const now = Date.parse('2026-11-21T12:00:10.000Z');
const ago = (seconds: number) => now - seconds * 1000;
const point = { at: now, lag: 127, oldestAgeSeconds: 9 };
const hourOf = (topic: string | undefined, points: unknown[], group = 'tea.boil'): LagHistory['topics'] =>
  lagHistorySchema.parse({ topics: [{ group, topic, points }] }).topics;
const noDay = { of: () => [] };

describe('the tickets of a stage', () => {
  test.each([
    ['records, where they are counted', { ...point, records: 69 }, 69],
    ['unknown, where they could not be', { ...point, records: null }, null],
    ['offsets, where an older exporter knows no better', point, 127],
  ])('are %s', (_name, given, tickets) => {
    const sources = { hour: { topics: hourOf(boil?.topic, [given]) }, day: noDay };
    const [first, second] = stageHistories(workflow, sources, 1, now);
    expect(first?.points.at(-1)).toEqual({
      at: '2026-11-21T12:00:00.000Z',
      lag: tickets,
      oldestAgeSeconds: 9,
    });
    expect(second).toEqual({ stage: 'pour', points: [] });
  });

  test('are those of the day before the exporter’s memory begins, and its finer ones from there on', () => {
    const minute = (seconds: number, lag: number) => ({
      at: ago(seconds),
      group: 'tea.boil',
      topic: boil?.topic ?? '',
      lag,
      records: lag,
      oldestAgeSeconds: 1,
    });
    const sources = {
      hour: { topics: hourOf(boil?.topic, [{ ...point, at: ago(60), records: 3 }]) },
      day: { of: (group: string) => (group === 'tea.boil' ? [minute(120, 8), minute(60, 99)] : []) },
    };
    const [first] = stageHistories(workflow, sources, 3, now);
    expect(first?.points.map(({ lag }) => lag)).toEqual([null, 8, 8, 3, null]);
  });
});

test('the commands that waited are those of people and of workers', () => {
  const topics = ['tea.commands', 'tea.work'].flatMap((topic) => hourOf(topic, [point], 'tea.processor'));
  const sources = { hour: { topics }, day: noDay };
  expect(decisionHistory(workflow, sources, 1, now).at(-1)).toMatchObject({ lag: 254, oldestAgeSeconds: 9 });
  expect(decisionHistory(workflow, { ...sources, hour: { topics: topics.slice(1) } }, 1, now)).toEqual([]);
});

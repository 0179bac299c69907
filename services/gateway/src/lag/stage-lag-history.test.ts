import { expect, test } from 'vitest';
import { teaWorkflow } from '../testing/tea.ts';
import { lagHistorySchema } from './lag-report.ts';
import { stageHistories } from './stage-lag-history.ts';

const workflow = teaWorkflow({ boil: '', pour: '' });
const [boil] = workflow.stages;
const point = { at: 0, lag: 127, oldestAgeSeconds: 9 };

test.each([
  ['records, where they are counted', { ...point, records: 69 }, 69],
  ['unknown, where they could not be', { ...point, records: null }, null],
  ['offsets, where an older exporter knows no better', point, 127],
])('the tickets of a stage are %s', (_name, given, tickets) => {
  const history = lagHistorySchema.parse({
    topics: [{ group: 'tea.boil', topic: boil?.topic, points: [given] }],
  });
  expect(stageHistories(workflow, history)).toEqual([
    { stage: 'boil', points: [{ at: '1970-01-01T00:00:00.000Z', lag: tickets, oldestAgeSeconds: 9 }] },
    { stage: 'pour', points: [] },
  ]);
});

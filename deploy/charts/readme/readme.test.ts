import { expect, test } from 'vitest';
import { currentReadme, valuesTable } from './readme.ts';

test.each(['cupcakery', 'kafka-lag-metrics'])('the README of %s matches the current values', (chart) => {
  const { present, wanted } = currentReadme(chart);
  expect(present, 'run node deploy/charts/readme/readme.ts').toBe(wanted);
});

test('each value has a row with its default and the comment above it', () => {
  const table = valuesTable(
    '# How many.\nreplicas: 2\n\n# Of the oven.\noven:\n  # At most.\n  heat: { max: 250 }\n  modes: [grill, fan]\n',
  );
  expect(table.split('\n').slice(2)).toEqual([
    '| `replicas` | `2` | How many. |',
    '| `oven` |  | Of the oven. |',
    '| `oven.heat` | `{"max":250}` | At most. |',
    '| `oven.modes` | `["grill","fan"]` |  |',
  ]);
});

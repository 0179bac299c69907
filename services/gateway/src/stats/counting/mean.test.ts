import { expect, test } from 'vitest';
import { createMeanWithOpen } from './mean.ts';

test.each<[string, number[], number[], number | null]>([
  ['nothing', [], [], null],
  ['what is over', [10, 20], [], 15],
  ['what is not over and lasts longer than that', [10, 20], [60], 30],
  ['not what is not over and lasts shorter', [10, 20], [1, 2, 15], 15],
  ['what is not over, where nothing is', [], [60, 120], 90],
  ['nothing, where all of it has just begun', [], [0, 0], null],
])('a mean counts %s', (_name, over, open, mean) => {
  const all = createMeanWithOpen();
  for (const seconds of over) all.add(seconds);
  for (const seconds of open) all.addOpen(seconds);
  expect(all.value).toBe(mean);
});

import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withManualStages } from './workflows.ts';

const text = `name: tea # kept
stages:
  - { name: boil, mode: timer, takes: 2s, capacity: 4 }
  - { name: pour, mode: http, url: "http://127.0.0.1:1/", expected: 9s }
`;

test('lets people work at the stages that are named, and leaves the others as they are', () => {
  const { stages } = parse(withManualStages(text, ['boil']));
  expect(stages[0]).toEqual({ name: 'boil', mode: 'manual', capacity: 4, expected: '2s' });
  expect(stages[1]).toEqual(parse(text).stages[1]);
});

test('takes all stages at a word', () => {
  const { name, stages } = parse(withManualStages(text, ['all']));
  expect(name).toBe('tea');
  expect(stages[1]).toEqual({ name: 'pour', mode: 'manual', expected: '9s' });
});

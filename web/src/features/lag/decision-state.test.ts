import { expect, test } from 'vitest';
import { decisionState } from './decision-state.ts';

const decisions = (fields: Partial<Parameters<typeof decisionState>[0]>) => ({
  waiting: 0,
  members: 2,
  undecidedSince: null,
  undecidedPartitions: 0,
  waitingPartitions: 4,
  ...fields,
});
const since = '2026-11-22T12:03:00Z';

test.each([
  [{}, 'up to date'],
  [{ waiting: 3 }, 'deciding'],
  [{ waiting: null }, 'unknown'],
  [{ members: 0 }, 'no processor'],
  [{ members: null }, 'up to date'],
  [{ waiting: 3, undecidedSince: since, undecidedPartitions: 4 }, 'stalled'],
  [{ waiting: 3, undecidedSince: since, undecidedPartitions: 1 }, 'stalled on 1 of 4'],
  [{ waiting: null, undecidedSince: since, undecidedPartitions: null }, 'stalled'],
])('%j is %s', (fields, words) => {
  expect(decisionState(decisions(fields)).words).toBe(words);
});

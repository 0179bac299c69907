import { describe, expect, it } from 'vitest';
import { startingOffset } from './starting-offset.ts';

const facts = {
  committed: 5,
  begin: 2,
  end: 9,
  isStateEmpty: false,
  commandTopic: 'commands',
  stateTopic: 'orders',
  partition: 3,
  group: 'processor',
};

describe('processing begins', () => {
  it.each([
    ['at the committed offset', facts, { position: 5, first: false }],
    ['at a committed offset at either end', { ...facts, committed: 9 }, { position: 9, first: false }],
    [
      'at the start of the log for the first time',
      { ...facts, committed: -1, isStateEmpty: true },
      { position: 2, first: true },
    ],
  ])('%s', (_name, given, expected) => {
    expect(startingOffset(given)).toEqual(expected);
  });

  it.each([
    [
      'without a committed offset while there is state',
      { ...facts, committed: -1 },
      'has no committed offset although orders is not empty',
    ],
    ['before the log', { ...facts, committed: 1 }, 'committed offset 1 is outside the log (2 to 9)'],
    ['behind the log', { ...facts, committed: 10 }, 'committed offset 10 is outside the log (2 to 9)'],
  ])('never %s: a person decides', (_name, given, message) => {
    expect(() => startingOffset(given)).toThrow(`commands/3: `);
    expect(() => startingOffset(given)).toThrow(message);
  });
});

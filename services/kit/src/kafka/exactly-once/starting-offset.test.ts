import { describe, expect, it } from 'vitest';
import { type InputFacts, startingOffsets } from './starting-offset.ts';

const facts = { isStateEmpty: false, stateTopics: ['orders'], partition: 3, group: 'processor' };
const commands = { topic: 'commands', committed: 5, begin: 2, end: 9 };
const work = { topic: 'work', committed: 7, begin: 4, end: 8 };
const start = (inputs: InputFacts[], isStateEmpty = false) => {
  const { positions, first } = startingOffsets(inputs, { ...facts, isStateEmpty });
  return { positions: [...positions.values()], first };
};

describe('processing begins', () => {
  it.each([
    ['at the committed offset', [commands], false, { positions: [5], first: false }],
    [
      'at a committed offset at either end',
      [{ ...commands, committed: 9 }],
      false,
      { positions: [9], first: false },
    ],
    [
      'at the start of the log for the first time',
      [{ ...commands, committed: -1 }],
      true,
      { positions: [2], first: true },
    ],
    ['at the committed offset of each input', [commands, work], false, { positions: [5, 7], first: false }],
    [
      'at the start of all inputs for the first time',
      [
        { ...commands, committed: -1 },
        { ...work, committed: -1 },
      ],
      true,
      { positions: [2, 4], first: true },
    ],
    [
      'at the start of an input that came later',
      [commands, { ...work, committed: -1 }],
      false,
      { positions: [5, 4], first: true },
    ],
  ])('%s', (_name, inputs, isStateEmpty, expected) => {
    expect(start(inputs, isStateEmpty)).toEqual(expected);
  });

  it.each([
    [
      'without a committed offset while there is state',
      [{ ...commands, committed: -1 }],
      'commands/3: group processor has no committed offset although orders is not empty',
    ],
    [
      'without one of the leading input, though another has one',
      [{ ...commands, committed: -1 }, work],
      'commands/3: group processor has no committed offset',
    ],
    [
      'without any, though there is state',
      [
        { ...commands, committed: -1 },
        { ...work, committed: -1 },
      ],
      'commands/3: group processor has no committed offset',
    ],
    ['before the log', [{ ...commands, committed: 1 }], 'committed offset 1 is outside the log (2 to 9)'],
    ['behind the log', [{ ...commands, committed: 10 }], 'committed offset 10 is outside the log (2 to 9)'],
    [
      'before the log of another input',
      [commands, { ...work, committed: 3 }],
      'work/3: committed offset 3 is outside the log (4 to 8)',
    ],
  ])('never %s: a person decides', (_name, inputs, message) => {
    expect(() => start(inputs)).toThrow(message);
  });
});

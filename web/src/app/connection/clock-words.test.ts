import { expect, test } from 'vitest';
import { clockWords } from './clock-words.ts';

const textOf = (seconds: number) => {
  const words = clockWords(seconds * 1_000);
  return words && `${words.cause} ${words.effect}`;
};

test.each([
  [0, undefined],
  [29, undefined],
  [-29, undefined],
  [30, "The clock of this device is 30 s slow; times here follow the kitchen's clock."],
  [243, "The clock of this device is 4 min slow; times here follow the kitchen's clock."],
  [-75, "The clock of this device is 1 min fast; times here follow the kitchen's clock."],
  [-3_610, "The clock of this device is 1 h fast; times here follow the kitchen's clock."],
  [86_400, "The clock of this device is 24 h slow; times here follow the kitchen's clock."],
])('a device that is %s s behind: %s', (seconds, words) => {
  expect(textOf(seconds)).toBe(words);
});

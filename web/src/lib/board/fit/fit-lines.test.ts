import { expect, test } from 'vitest';
import { fitLines, type TextBlock } from './fit-lines.ts';

const note = (lines: number): TextBlock => ({ lines, lineHeight: 20, frame: 10, urgent: true });
const name = (lines: number): TextBlock => ({ lines, lineHeight: 30, frame: 0 });
const size = (lines: number): TextBlock => ({ lines, lineHeight: 20, frame: 0 });
const room = (height: number) => ({ height, progress: 40, mark: 24 });

test.each([
  ['all of it, with the progress', [name(1), note(2), size(1)], 140, [1, 2, 1], true, true],
  ['all of it; the progress gives way', [name(1), note(2), size(1)], 139, [1, 2, 1], true, false],
  ['to the last pixel', [name(1), note(2), size(1)], 100, [1, 2, 1], true, false],
  ['the whole note before all of a long name', [name(4), note(2), size(1)], 154, [2, 2, 1], false, false],
  ['a whole name before more of an endless note', [name(2), note(30), size(1)], 154, [2, 2, 1], false, false],
  ['one line of each', [name(9), note(9), size(9)], 104, [1, 1, 1], false, false],
  ['no half line of what has no room', [name(9), note(9), size(9)], 103, [1, 1, 0], false, false],
  ['a name before a note, where there is room for one line', [name(1), note(1)], 54, [1, 0], false, false],
  ['the mark alone', [name(1), note(1), size(1)], 24, [0, 0, 0], false, false],
  ['nothing where there is no text', [], 0, [], true, false],
  ['no negative number of lines', [note(3)], 0, [0], false, false],
] as const)('shows %s', (_name, blocks, height, lines, whole, progress) => {
  expect(fitLines(blocks, room(height))).toEqual({ lines, whole, progress });
});

test('a rounded pixel takes no line away', () => {
  expect(fitLines([note(2)], room(49.5))).toMatchObject({ lines: [2], whole: true });
});

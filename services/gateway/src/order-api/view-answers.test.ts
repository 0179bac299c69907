import { expect, test } from 'vitest';
import { type ViewAnswers, viewLagsOf, viewsShape, withAnswer } from './view-answers.ts';

const second = 1000;
const answerOf = (replica: string, offsets = 3) =>
  viewsShape.parse({
    replica,
    views: [
      { workflow: 'tea', lag: { measuredAt: 7, offsets, seconds: 2 } },
      { workflow: 'cake', lag: null },
    ],
  });
const none: ViewAnswers = new Map();
const known = (replica: string, offsetsBehind = 3) => ({
  replica,
  offsetsBehind,
  secondsBehind: 2,
  measuredAt: 7,
});
const unknown = (replica: string | null) => ({
  replica,
  offsetsBehind: null,
  secondsBehind: null,
  measuredAt: null,
});

test('nothing is known before the first answer, of one replica at least', () => {
  expect(viewLagsOf(none, 'tea', 0)).toEqual([unknown(null)]);
});

test('each replica has its last answer, in the order of their names', () => {
  const answers = [answerOf('b'), answerOf('a'), answerOf('b', 9)].reduce<ViewAnswers>(
    (before, answer, i) => withAnswer(before, answer, i * second),
    none,
  );
  expect(viewLagsOf(answers, 'tea', 3 * second)).toEqual([known('a'), known('b', 9)]);
  expect(viewLagsOf(answers, 'cake', 3 * second)).toEqual([unknown('a'), unknown('b')]);
});

test('a replica that does not answer becomes unknown, and is dropped once others have answered for a minute', () => {
  const first = withAnswer(none, answerOf('a'), 0);
  expect(viewLagsOf(first, 'tea', 16 * second)).toEqual([unknown('a')]);
  expect(viewLagsOf(first, 'tea', 900 * second)).toEqual([unknown('a')]);
  const both = withAnswer(first, answerOf('b'), 30 * second);
  expect(viewLagsOf(both, 'tea', 30 * second)).toEqual([unknown('a'), known('b')]);
  expect(viewLagsOf(withAnswer(both, answerOf('b'), 60 * second), 'tea', 60 * second)).toEqual([known('b')]);
});

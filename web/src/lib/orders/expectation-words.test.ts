import { expect, test } from 'vitest';
import { expectationWords, waitWords } from './expectation-words.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const inSeconds = (seconds: number) => new Date(now + seconds * 1_000).toISOString();
const range = (from: number, to: number, ahead: number) => ({
  from: inSeconds(from),
  to: inSeconds(to),
  stalledAt: null,
  ahead,
});
const stalled = { from: null, to: null, stalledAt: 'mix', ahead: 3 };

test.each([
  [undefined, undefined, undefined],
  [null, undefined, undefined],
  [
    range(139, 230, 68),
    'Expect it in 2 to 4 minutes.',
    'The kitchen is busy, with 68 orders ahead: one placed now is ready in 2 to 4 minutes.',
  ],
  [
    range(1, 20, 1),
    'Expect it within a minute.',
    'The kitchen is busy, with 1 order ahead: one placed now is ready within a minute.',
  ],
  [
    stalled,
    'It takes longer than usual; we cannot say yet when it will be ready.',
    'The kitchen stands still at the moment: an order now takes longer than usual, we cannot say how long.',
  ],
])('%j', (estimate, ofOrder, ofNewOrder) => {
  expect(expectationWords(estimate, now)).toBe(ofOrder);
  expect(waitWords(estimate, now)).toBe(ofNewOrder);
});

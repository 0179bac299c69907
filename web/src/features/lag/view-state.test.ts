import { expect, test } from 'vitest';
import { viewState } from './view-state.ts';

test.each([
  [null, 'unknown'],
  [0, 'up to date'],
  [5, 'up to date'],
  [5.1, 'behind'],
])('a view that is %s s behind is %s', (secondsBehind, words) => {
  expect(viewState({ secondsBehind }).words).toBe(words);
});

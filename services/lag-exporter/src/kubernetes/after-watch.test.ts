import { expect, test } from 'vitest';
import { afterWatch, isVersionGone, shortWatchMs } from './after-watch.ts';
import { ApiError } from './api-server.ts';

const long = shortWatchMs + 1;
const gone = new ApiError(410, 'too old resource version');
const broken = new Error('socket hang up');

test.each([
  ['the server ends a watch', undefined, long, { resume: true, pause: false, resetBackoff: true }],
  ['the server ends it at once', undefined, 0, { resume: true, pause: true, resetBackoff: false }],
  ['a working connection breaks', broken, long, { resume: true, pause: true, resetBackoff: true }],
  ['a new connection breaks', broken, 0, { resume: false, pause: true, resetBackoff: false }],
  ['the server reports an error', gone, long, { resume: false, pause: true, resetBackoff: true }],
])('after %s', (_what, error, openMs, expected) => {
  expect(afterWatch(error, openMs)).toEqual(expected);
});

test('only 410 means that the version is gone', () => {
  expect([gone, new ApiError(403, 'no'), broken].map(isVersionGone)).toEqual([true, false, false]);
});

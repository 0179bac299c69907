import { expect, it } from 'vitest';
import { loneSurrogates } from './lone-surrogates.ts';

it.each([
  ['"\\ud83e\\uddc1 and \\u00e9"', []],
  ['{"notes": "half \\ud83e"}', ['/notes']],
  ['{"a/b": [1, "ok", "\\udc00"], "c": {"d": "\\ud800x"}}', ['/a~1b/2', '/c/d']],
  ['{"list": {"\\ud800": 1}}', ['/list']],
  ['"\\ud800"', ['']],
  ['[null, 1, true, {}]', []],
])('finds in %s what is no Unicode text: %j', (json, pointers) => {
  expect(loneSurrogates(JSON.parse(json))).toEqual(pointers);
});

it('stops at its limit', () => {
  expect(loneSurrogates(Array(100).fill('\ud800'), 3)).toHaveLength(3);
});

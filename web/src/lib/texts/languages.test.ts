import { expect, test } from 'vitest';
import { preferredLanguage } from './languages.ts';

test.each([
  [null, null, ['de-AT', 'en'], 'de'],
  [null, null, ['fr', 'de'], 'de'],
  [null, null, ['fr-FR'], 'en'],
  [null, 'en', ['de'], 'en'],
  ['de', 'en', ['en'], 'de'],
  ['xx', 'toString', ['en-GB'], 'en'],
  [null, null, [], 'en'],
])('address %s, chosen %s, device %j: %s', (inAddress, chosen, ofDevice, expected) => {
  expect(preferredLanguage(inAddress, chosen, ofDevice)).toBe(expected);
});

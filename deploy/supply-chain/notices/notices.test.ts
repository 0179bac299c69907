import { expect, test } from 'vitest';
import { type InstalledPackage, isNoticeFile, noticesOf } from './notices.ts';

const standardTexts = { MIT: 'MIT License\n\nPermission is hereby granted ...\n' };
const installed = (name: string, more: Partial<InstalledPackage> = {}): InstalledPackage => ({
  name,
  version: '1.0.0',
  license: 'MIT',
  author: '',
  source: '',
  texts: { LICENSE: `of ${name}` },
  ...more,
});

test('the notices have each package once, in the order of names, with all its texts', () => {
  const bare = installed('bare', { texts: { LICENSE: 'of bare', NOTICE: 'made by many' } });
  const text = noticesOf([installed('zod'), bare, installed('zod')], standardTexts);
  expect(text.match(/^.+ 1\.0\.0 \(MIT\)$/gm)).toEqual(['bare 1.0.0 (MIT)', 'zod 1.0.0 (MIT)']);
  expect(text).toMatch(/bare 1\.0\.0 \(MIT\)\n\nof bare\n\nmade by many\n/);
});

test('a package without a licence file gets the wording of the licence that it declares, and its author', () => {
  const text = noticesOf([installed('a', { texts: {}, author: 'Ann', source: 'github:a/a' })], standardTexts);
  expect(text).toMatch(/no licence file; it is by Ann, from github:a\/a\.\n\nMIT License\n\nPermission/);
});

test('a licence without any text ends the build and names the packages', () => {
  const packages = [
    installed('a', { license: 'ISC', texts: {} }),
    installed('b', { license: '', texts: { NOTICE: 'x' } }),
  ];
  expect(() => noticesOf(packages, standardTexts)).toThrow(
    /No licence text for a 1\.0\.0 \(ISC\), b 1\.0\.0 \(declares none\): put .*notices\/texts/,
  );
});

test.each([
  ['LICENSE', true],
  ['Licence.md', true],
  ['license-mit.txt', true],
  ['COPYING', true],
  ['NOTICE', true],
  ['THIRD-PARTY-NOTICES.md', true],
  ['README.md', false],
  ['index.js', false],
])('%s is a notice: %s', (name, is) => expect(isNoticeFile(name)).toBe(is));

import { afterEach, expect, test } from 'vitest';
import de from '../../texts/de.json';
import en from '../../texts/en.json';
import dePause from '../../texts/pause/de.json';
import enPause from '../../texts/pause/en.json';
import dePerson from '../../texts/person/de.json';
import enPerson from '../../texts/person/en.json';
import deScreens from '../../texts/screens/de.json';
import enScreens from '../../texts/screens/en.json';
import { changeLanguage, locale, t } from './texts.ts';

afterEach(() => changeLanguage('en'));

/** Every text by its path, such as `placing.send`. */
const flat = (node: object, path = ''): [string, string][] =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? flat(value, `${path}${key}.`)
      : [[`${path}${key}`, String(value)] as [string, string]],
  );
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test.each([
  ['the first load', en, de],
  ['person', enPerson, dePerson],
  ['pause', enPause, dePause],
  ['screens', enScreens, deScreens],
])('German has the same texts with the same gaps: %s', (_what, ofEnglish, ofGerman) => {
  const [english, german] = [flat(ofEnglish), new Map(flat(ofGerman))];
  expect([...german.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  for (const [path, text] of english) {
    expect([path, placeholders(german.get(path) ?? '')]).toEqual([path, placeholders(text)]);
  }
});

test('no text is empty', () => {
  expect(
    [en, de, enPerson, dePerson, enPause, dePause, enScreens, deScreens]
      .flatMap((texts) => flat(texts))
      .filter(([, text]) => text.trim() === ''),
  ).toEqual([]);
});

const sources = import.meta.glob<string>('../../**/*.tsx', {
  query: '?raw',
  import: 'default',
  eager: true,
});

// Between tags, biome's noJsxLiterals finds them.
test('no attribute has a text of its own', () => {
  const attribute = /(?<=\s)(?:aria-label|alt|hint|label|placeholder|title)="[^"]*[a-z][^"]*"/g;
  const found = Object.entries(sources).flatMap(([path, source]) =>
    [...source.matchAll(attribute)].map(([text]) => `${path}: ${text}`),
  );
  expect(found.filter((one) => !one.endsWith('"Cupcakery"'))).toEqual([]);
});

test('a language is loaded when it is chosen', async () => {
  expect([t('placing.send'), locale()]).toEqual(['Place the order', 'en-GB']);
  await changeLanguage('de');
  expect([t('placing.send'), locale()]).toEqual(['Bestellung aufgeben', 'de-DE']);
});

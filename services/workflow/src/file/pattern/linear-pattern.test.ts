import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLinearPattern, PatternError } from './linear-pattern.ts';

const texts = [
  ...[
    '',
    'a',
    'aa',
    'ab',
    'b',
    'abc',
    'aabb',
    'A',
    'ß',
    'é',
    'İ',
    'K',
    'ſ',
    '0',
    '42',
    '-1',
    '1.5',
    '٣',
    '_',
  ],
  ...['a b', 'a\tb', 'a\nb', 'a\rb', 'a\u2028b', 'a\u00a0b', '\ufeff', '\u000b', ' ', '\n', 'a\n', '\0'],
  ...[
    'DE-123',
    'x@y.example',
    'x@@y',
    '🧁',
    '🧁🧁',
    '👩‍🍳',
    'שלום',
    'مرحبا',
    '日本',
    'Ωmega',
    '[a]',
    'a/b',
    'a\\b',
    '^$',
  ],
  ...['aaaaaaaaaaaaaaaaaaaaaaaa!', 'password1', 'Password1', 'foo', 'foobar', 'barfoo', '2026-11-30'],
];

describe('a linear pattern', () => {
  it.each([
    ...[
      '',
      'a',
      '^a',
      'a$',
      '^a*$',
      '^(a|b)*$',
      '^(?:a|ab)(?:c|bcd)?$',
      '^a{2,}$',
      '^a{0,2}$',
      '^a{2}b{1,2}$',
      'a?b+?',
    ],
    ...[
      '.',
      '^.$',
      '^..$',
      '^a.b$',
      '[^]',
      '[]',
      '[^a]',
      '^[^\\n]*$',
      '^[a-c]+$',
      '[\\]\\-\\^]',
      '^[\\w.-]+@[\\w-]+\\.\\w+$',
    ],
    ...[
      '\\d',
      '\\D',
      '^\\d+$',
      '\\w',
      '\\W',
      '\\s',
      '\\S',
      '^\\s$',
      '[\\s\\d]',
      '[^\\s\\d]',
      '[\\S]',
      '\\bfoo',
      'foo\\b',
      '\\Bfoo',
    ],
    ...[
      '^\\p{L}+$',
      '\\p{Lu}',
      '\\P{L}',
      '\\p{Script=Hebrew}',
      '\\p{Emoji}',
      '[^\\p{ASCII}]',
      '\\p{General_Category=Nd}',
    ],
    ...[
      '\\u00e9',
      '\\u{1f9c1}',
      '^[\\u{1f9c1}]{2}$',
      '\\uD83E\\uDDC1',
      '\\x61',
      '\\t',
      '\\n',
      '\\v',
      '\\0',
      '\\cJ',
      '\\/',
      '\\\\',
      '\\$',
    ],
    ...[
      '^[A-Z]{2}-\\d{3}$',
      '^(?<year>\\d{4})-(\\d\\d)-(\\d\\d)$',
      '^(?=.*\\d)(?=.*[A-Z]).{8,}$',
      '^(?!foo)\\w+$',
      '^(?!foo|bar$)',
      '^(?=a)',
    ],
    ...['^a{1,2500}$', '^(a+)+$', '(.*)*x', 'a||b', '^$', '(^a|b$)'],
  ])('%s matches what ECMAScript says', (source) => {
    const [ours, theirs] = [compileLinearPattern(source), new RegExp(source, 'u')];
    for (const text of texts.filter((one) => one.length < 20 || !/\([^)]*[*+]\)[*+]/.test(source)))
      expect([text, ours.test(text)]).toEqual([text, theirs.test(text)]);
  });

  it('matches what ECMAScript says, whatever the text', () => {
    for (const source of ['^(?:[ab]+|c*)\\s?[^\\d\\s]$', '^\\p{L}[\\p{L}\\p{M}\\u2019 -]*$', 'a.{2,3}b']) {
      const [ours, theirs] = [compileLinearPattern(source), new RegExp(source, 'u')];
      fc.assert(
        fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[abc 1]*$/)), (text) => {
          expect(ours.test(text)).toBe(theirs.test(text));
        }),
      );
    }
  });

  it.each([
    ['^(a+)+$', 'a'],
    ['^(a|a)*$', 'a'],
    ['^(a|aa)+$', 'a'],
    ['(.*a){12}$', 'a'],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
  ])(
    'refuses 50,000 characters by %s, which take the engine of Node longer than anyone waits',
    (source, letter) => {
      expect(compileLinearPattern(source).test(`${letter.repeat(50_000)}\n`)).toBe(false);
    },
  );

  it.each([
    ['(a)\\1', 'a reference to a group (\\1)'],
    ['^(?<q>a)\\k<q>$', 'a reference to a group (\\k<q>)'],
    ['a(?=b)', 'a lookahead that does not directly follow the first ^ ((?=b))'],
    ['^a|(?!b)', 'a lookahead that does not directly follow the first ^ ((?!b))'],
    ['(?<=a)b', 'a lookbehind ((?<=a))'],
    ['a{30000}', 'more than 20000 repetitions (a{30000})'],
    ['((a{1,500}){1,500}){1,500}', 'it is too large'],
    ['(', 'is no regular expression'],
    ['\\-', 'is no regular expression'],
  ])('refuses %s, saying why', (source, why) => {
    const compile = () => compileLinearPattern(source);
    expect(compile).toThrow(PatternError);
    expect(compile).toThrow(why);
  });
});

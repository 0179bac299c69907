import { describe, expect, it } from 'vitest';
import { cleanTexts, mayNeedCleaning } from './texts.ts';

const pointersOf = (json: string) => cleanTexts(JSON.parse(json)).problems.map(({ pointer }) => pointer);

describe('the texts of a JSON value', () => {
  it.each([
    [String.raw`"\ud83e\uddc1 and \u00e9"`, []],
    [String.raw`{"notes": "half \ud83e"}`, ['/notes']],
    [String.raw`{"a/b": [1, "ok", "\udc00"], "c": {"d": "\ud800x"}}`, ['/a~1b/2', '/c/d']],
    [String.raw`{"list": {"\ud800": 1}}`, ['/list']],
    [String.raw`"\ud800"`, ['']],
    ['[null, 1, true, {}]', []],
    [String.raw`{"notes": "a\u0000b", "reason": "\u001b[2J", "lines": "a\n\tb"}`, ['/notes', '/reason']],
    [String.raw`{"as": "Ann\b", "x": "\f"}`, ['/as', '/x']],
    [String.raw`{"list": {"a\u0000": 1, "b\u202e": 2}}`, ['/list', '/list']],
    ['{"a":{"__proto__":{"b":1}}}', ['/a']],
    [String.raw`{"\u005f_proto__":1}`, ['']],
    ['{"c1": "a\u009bb"}', ['/c1']],
  ])('are refused where they are no text for people: %s', (json, pointers) => {
    expect(pointersOf(json)).toEqual(pointers);
    if (pointers.length > 0) expect(mayNeedCleaning(json)).toBe(true);
  });

  it('say which character it is', () => {
    expect(cleanTexts({ a: '\0', 'b\x7f': '' }).problems).toEqual([
      { pointer: '/a', detail: 'must not contain the control character U+0000' },
      { pointer: '', detail: 'has a field whose name must not contain the control character U+007F' },
    ]);
  });

  it('lose what nobody sees, at any depth', () => {
    const json = '{"notes":"gift \u202egpj.exe","list":["\u2068Ann\u2069",{"x":"\ufeffx"}]}';
    expect(mayNeedCleaning(json)).toBe(true);
    const { value, problems } = cleanTexts(JSON.parse(json));
    expect(problems).toEqual([]);
    expect(JSON.stringify(value)).toBe('{"notes":"gift gpj.exe","list":["Ann",{"x":"x"}]}');
  });

  it('are not looked through without a reason', () => {
    expect(mayNeedCleaning('{"notes":"שלום مرحبا 👩‍🍳 \u200f\u200e", "line":"a\\nb"}')).toBe(false);
  });

  it('name at most so many problems', () => {
    expect(cleanTexts(Array(100).fill('\ud800'), 3).problems).toHaveLength(3);
  });
});

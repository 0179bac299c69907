import { describe, expect, it } from 'vitest';
import { controlIn, visibleText, withoutHidden } from './visible-text.ts';

describe('text for people', () => {
  it.each([
    ['plain', 'Two boxes, please'],
    ['lines and tabs', 'one\ntwo\r\n\tthree'],
    ['accents, also as marks of their own', 'café cafe\u0301'],
    ['Hebrew with marks of direction', '\u200fשלום 12\u200e'],
    ['Arabic with its mark', 'مرحبا\u061c 3'],
    ['Persian with a non-joiner', 'می\u200cخواهم'],
    ['Thai with a break', 'ขนม\u200bเค้ก'],
    ['emoji joined', '👩\u200d🍳 ❤\ufe0f 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['a soft hyphen', 'cup\u00adcake'],
  ])('stays as it is: %s', (_what, text) => {
    expect([controlIn(text), withoutHidden(text), visibleText(text)]).toEqual([undefined, text, text]);
  });

  it.each([
    ['NUL', '\0', 'U+0000'],
    ['backspace', '\b', 'U+0008'],
    ['vertical tab', '\v', 'U+000B'],
    ['form feed', '\f', 'U+000C'],
    ['escape', '\u001b[2J', 'U+001B'],
    ['delete', '\u007f', 'U+007F'],
    ['a C1 control', '\u009b', 'U+009B'],
  ])('has no control character: %s', (_what, text, name) => {
    expect(controlIn(`a${text}b`)).toBe(name);
    expect(visibleText(`a${text}b`)).toBe(`a${text.slice(1)}b`);
  });

  it.each([
    ['an override', 'gift \u202egpj.exe', 'gift gpj.exe'],
    ['embeddings', '\u202aa\u202bb\u202cc\u202d', 'abc'],
    ['isolates around a name', '\u2068Ann\u2069', 'Ann'],
    ['deprecated ones', 'a\u206a\u206fb', 'ab'],
    ['a byte order mark', '\ufeffAnn', 'Ann'],
  ])('loses what nobody sees: %s', (_what, text, left) => {
    expect([controlIn(text), withoutHidden(text), visibleText(text)]).toEqual([undefined, left, left]);
  });

  it('is cut between characters, and half of one is replaced', () => {
    expect(visibleText('ab🧁', 3)).toBe('ab');
    expect(visibleText('ab🧁', 4)).toBe('ab🧁');
    expect(visibleText('a\ud83eb')).toBe('a\ufffdb');
  });
});

import { expect, test } from 'vitest';
import { ageIn, expectationIn, flow, order, total } from './words.ts';

test.each([
  ['Promised by 12:03. Expect it in 1 to 3 minutes.', { from: 60_000, to: 180_000 }],
  ['Expect it within a minute.', { from: 0, to: 60_000 }],
  ['Expect it within 4 minutes.', { from: 0, to: 240_000 }],
  ['The kitchen is busy: one placed now is ready in about 2 minutes.', { from: 120_000, to: 120_000 }],
  ['Expect it any moment.', { from: 0, to: 0 }],
  ['It takes longer than usual.', undefined],
])('"%s" expects %j', (text, expected) => {
  expect(expectationIn(text)).toEqual(expected);
});

test('ages and spans are read as they are written', () => {
  expect(['12:43', '1 h 05', 'at 12:03:04', 'nothing'].map(ageIn)).toEqual([
    763_000,
    3_900_000,
    undefined,
    undefined,
  ]);
  expect(order.lateMs('It is 2 minutes late; we are sorry.')).toBe(120_000);
  expect(flow.goneInMs('shrinking: 0 in, 14 out a minute, gone in 5 min 9 s')).toBe(309_000);
});

test('late and very late are two numbers', () => {
  const text = '80 tickets 3 slow 2 late 75 very late';
  expect([total.slow(text), total.late(text), total.veryLate(text)]).toEqual([3, 2, 75]);
  expect(total.late('75 very late')).toBeUndefined();
});

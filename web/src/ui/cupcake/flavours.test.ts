import { expect, test } from 'vitest';
import { lookOf } from './flavours.ts';

test('a known word gives a flavour its colours, in whatever name', () => {
  expect(lookOf('Dark chocolate')).toBe(lookOf('Mocha'));
  expect(lookOf('Schokolade')).toBe(lookOf('Chocolate'));
  expect(lookOf('')).toBe(lookOf('Vanilla'));
  expect(lookOf('Lemon')).not.toBe(lookOf('Mocha'));
});

test('an unknown flavour is neutral: no colour that would say another one', () => {
  expect(lookOf('Carrot')).toBe(lookOf('Elderflower'));
  expect(lookOf('Carrot')).not.toBe(lookOf('Vanilla'));
});

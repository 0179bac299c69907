import { expect, test } from 'vitest';
import { createBoundedStore } from './bounded-store.ts';

test('beyond its bound, what was not used for the longest time goes', () => {
  const store = createBoundedStore<number>(2);
  store.set('a', 1);
  store.set('b', 2);
  expect(store.get('a')).toBe(1);
  store.set('c', 3);
  expect([store.get('a'), store.get('b'), store.get('c')]).toEqual([1, undefined, 3]);
  store.set('a', 4);
  expect([store.get('a'), store.get('c')]).toEqual([4, 3]);
});

test('what has expired is not found', () => {
  let now = 0;
  const store = createBoundedStore<number>(10, () => now);
  store.set('a', 1, 100);
  store.set('b', 2);
  now = 99;
  expect(store.find((value) => value === 1)).toBe(1);
  now = 100;
  expect(store.find((value) => value === 1)).toBeUndefined();
  expect([store.get('a'), store.get('b')]).toEqual([undefined, 2]);
});

test('values are deleted by key and by what they are', () => {
  const store = createBoundedStore<number>(10);
  for (const value of [1, 2, 3]) store.set(String(value), value);
  store.delete('2');
  store.deleteWhere((value) => value > 2);
  expect(['1', '2', '3'].map((key) => store.get(key))).toEqual([1, undefined, undefined]);
});

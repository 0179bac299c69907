import { expect, test } from 'vitest';
import { createPendingPool } from './pending-pool.ts';

function poolOf(max: number) {
  let time = 0;
  const evicted: string[] = [];
  const pool = createPendingPool(max, () => time);
  return {
    pool,
    evicted,
    add: (address: string, name = address) => pool.add(address, () => evicted.push(name)),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

test('when the pool is full, whoever comes from elsewhere takes the oldest place of the address that holds most', () => {
  const { pool, add, evicted } = poolOf(4);
  for (const name of ['a1', 'a2', 'a3']) add('a', name);
  add('b');
  expect(pool.hasRoom('c')).toBe(true);
  add('c');
  expect(evicted).toEqual(['a1']);
  expect(pool.hasRoom('c')).toBe(true);
  add('c', 'c2');
  expect(evicted).toEqual(['a1', 'a2']);
  expect(pool.size).toBe(4);
});

test('an address that holds most has no room for more, until its oldest has waited for long', () => {
  const { pool, add, pass, evicted } = poolOf(2);
  add('a', 'a1');
  pass(1999);
  add('a', 'a2');
  expect(pool.hasRoom('a')).toBe(false);
  pass(1);
  expect(pool.hasRoom('a')).toBe(true);
  add('a', 'a3');
  expect(evicted).toEqual(['a1']);
  expect(pool.hasRoom('a')).toBe(false);
});

test('five addresses cannot keep a sixth out, however many sockets they open', () => {
  const { pool, add, evicted } = poolOf(100);
  for (let i = 0; i < 10_000; i += 1) {
    const address = `attacker ${i % 5}`;
    if (pool.hasRoom(address)) add(address);
  }
  expect(pool.size).toBe(100);
  for (let i = 0; i < 16; i += 1) {
    expect(pool.hasRoom('ann')).toBe(true);
    add('ann');
  }
  expect(evicted.every((name) => name.startsWith('attacker'))).toBe(true);
});

test('a place is given back once, also after it was taken', () => {
  const { pool, add } = poolOf(1);
  const first = add('a');
  add('b');
  add('c');
  first();
  expect(pool.size).toBe(1);
  const second = poolOf(2);
  const release = second.add('a');
  release();
  release();
  expect(second.pool.size).toBe(0);
});

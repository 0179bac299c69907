import { expect, test } from 'vitest';
import { memoizeWithTtl } from './memoize-with-ttl.ts';

function create({ took = 0, maxEntries = 1 } = {}) {
  let time = 0;
  const calls: string[] = [];
  const call = memoizeWithTtl(
    { ttlMs: 100, maxEntries },
    async (key: string) => {
      calls.push(key);
      time += took;
      if (key === 'bad') throw new Error('no');
      return key.length;
    },
    () => time,
  );
  return {
    call,
    calls,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

test('calls within the time get the same answer, also while it is being computed', async () => {
  const { call, calls, pass } = create();
  const [one, two] = [call('a'), call('a')];
  expect(two).toBe(one);
  await one;
  pass(99);
  await call('a');
  expect(calls).toEqual(['a']);
  pass(1);
  await call('a');
  expect(calls).toEqual(['a', 'a']);
});

test('an answer that took long is kept for longer', async () => {
  const { call, calls, pass } = create({ took: 50 });
  await call('a');
  pass(999);
  await call('a');
  expect(calls).toEqual(['a']);
});

test('a failure is not kept, and only so many answers are', async () => {
  const { call, calls } = create({ maxEntries: 2 });
  await expect(call('bad')).rejects.toThrow('no');
  await expect(call('bad')).rejects.toThrow('no');
  for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await call(key);
  expect(calls).toEqual(['bad', 'bad', 'a', 'b', 'c', 'a']);
});

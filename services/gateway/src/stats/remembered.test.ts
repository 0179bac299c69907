import { expect, test } from 'vitest';
import { memoizeWithTtl } from './remembered.ts';

function create({ took = 0, max = 1 } = {}) {
  let time = 0;
  const asked: string[] = [];
  const ask = memoizeWithTtl(
    { forMs: 100, max },
    async (key: string) => {
      asked.push(key);
      time += took;
      if (key === 'bad') throw new Error('no');
      return key.length;
    },
    () => time,
  );
  return {
    ask,
    asked,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

test('who asks within the time gets the same answer, also while it is being reckoned', async () => {
  const { ask, asked, pass } = create();
  const [one, two] = [ask('a'), ask('a')];
  expect(two).toBe(one);
  await one;
  pass(99);
  await ask('a');
  expect(asked).toEqual(['a']);
  pass(1);
  await ask('a');
  expect(asked).toEqual(['a', 'a']);
});

test('an answer that took long is kept for longer', async () => {
  const { ask, asked, pass } = create({ took: 50 });
  await ask('a');
  pass(999);
  await ask('a');
  expect(asked).toEqual(['a']);
});

test('a failure is not kept, and only so many answers are', async () => {
  const { ask, asked } = create({ max: 2 });
  await expect(ask('bad')).rejects.toThrow('no');
  await expect(ask('bad')).rejects.toThrow('no');
  for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await ask(key);
  expect(asked).toEqual(['bad', 'bad', 'a', 'b', 'c', 'a']);
});

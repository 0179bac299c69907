import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFairReaders } from './fair-readers.ts';

/** Readers that note in which order they are let in. */
function readersOf(slots: number) {
  const readers = createFairReaders(slots, 1);
  const inside: string[] = [];
  const leave = new Map<string, () => void>();
  return {
    inside,
    enter(client: string, name: string) {
      void readers.acquire(client).then((release) => {
        inside.push(name);
        leave.set(name, release);
      });
    },
    leave: (name: string) => leave.get(name)?.(),
  };
}

test('nobody waits behind the many readers of somebody else', async () => {
  const { inside, enter, leave } = readersOf(2);
  for (let n = 0; n < 100; n += 1) enter('mallory', `m${n}`);
  enter('ann', 'a');
  enter('bob', 'b');
  await turn();
  expect(inside).toEqual(['m0', 'a']);
  leave('a');
  leave('a');
  await turn();
  expect(inside).toEqual(['m0', 'a', 'b']);
  leave('m0');
  await turn();
  expect(inside).toEqual(['m0', 'a', 'b', 'm1']);
});

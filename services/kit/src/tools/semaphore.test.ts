import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { createMutex, createSemaphore } from './semaphore.ts';

it('lets in as many as it has slots, and the others in the order of their calls', async () => {
  const semaphore = createSemaphore(2);
  const order: string[] = [];
  const enter = (name: string) =>
    semaphore.acquire().then((release) => {
      order.push(name);
      return release;
    });
  const [first, second] = await Promise.all([enter('a'), enter('b')]);
  const third = enter('c');
  const fourth = enter('d');
  await Promise.resolve();
  expect(order).toEqual(['a', 'b']);
  second();
  second();
  await third;
  expect(order).toEqual(['a', 'b', 'c']);
  first();
  await fourth;
  expect(order).toEqual(['a', 'b', 'c', 'd']);
});

it('takes a caller that gives up out of the queue, and leaves no listener', async () => {
  const mutex = createMutex();
  const release = await mutex.acquire();
  const abort = new AbortController();
  const other = new AbortController();
  const waiting = mutex.acquire(abort.signal);
  const next = mutex.acquire(other.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  release();
  (await next)();
  expect(getEventListeners(other.signal, 'abort')).toEqual([]);
  await expect(mutex.acquire(abort.signal)).rejects.toThrow('enough');
});

it('releases the slot also when the work fails', async () => {
  const mutex = createMutex();
  await expect(mutex.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await mutex.run(async () => 'next')).toBe('next');
});

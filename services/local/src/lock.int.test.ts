import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withLock } from './lock.ts';

const lockFile = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'cupcakery-lock-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return join(dir, 'up.lock');
};

const { signal } = new AbortController();

test('the second waits for the first, and says so', async () => {
  const file = await lockFile();
  const order: string[] = [];
  const toldToWait = Promise.withResolvers<void>();
  const first = withLock(
    file,
    () => {},
    signal,
    async () => {
      await toldToWait.promise;
      order.push('first');
    },
  );
  const second = withLock(file, toldToWait.resolve, signal, async () => void order.push('second'));
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});

test('the lock of a process that is gone, or of a stranger with its pid, does not count', async () => {
  const file = await lockFile();
  await writeFile(file, JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
  expect(
    await withLock(
      file,
      () => {},
      signal,
      async () => 'done',
    ),
  ).toBe('done');
});

test('a lock is given back when the work fails', async () => {
  const file = await lockFile();
  const failing = withLock(
    file,
    () => {},
    signal,
    () => Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  expect(
    await withLock(
      file,
      () => {},
      signal,
      async () => 'done',
    ),
  ).toBe('done');
});

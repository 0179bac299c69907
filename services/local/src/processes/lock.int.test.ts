import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { describeError, SetupError } from '../toolbox/setup-error.ts';
import { claimOf, withLock } from './lock.ts';

const lockFile = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'cupcakery-lock-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return join(dir, 'up.lock');
};

const { signal } = new AbortController();

test('the second waits for the first, and says so', async () => {
  const file = await lockFile();
  const order: string[] = [];
  const secondWaits = Promise.withResolvers<void>();
  const firstHolds = Promise.withResolvers<void>();
  const first = withLock(
    file,
    () => {},
    signal,
    async () => {
      firstHolds.resolve();
      await secondWaits.promise;
      order.push('first');
    },
  );
  await firstHolds.promise;
  const second = withLock(file, secondWaits.resolve, signal, async () => void order.push('second'));
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});

test('the lock of a process that is gone, or of another one with its pid, does not count', async () => {
  const file = await lockFile();
  await writeFile(claimOf(file, { pid: process.pid, startedAt: 'long ago' }), '');
  expect(
    await withLock(
      file,
      () => {},
      signal,
      async () => 'done',
    ),
  ).toBe('done');
});

test('of several that find the lock of a process that is gone, one at a time gets it', async () => {
  const file = await lockFile();
  await writeFile(claimOf(file, { pid: process.pid, startedAt: 'long ago' }), '');
  let holders = 0;
  const seen: number[] = [];
  const work = async (): Promise<void> => {
    holders += 1;
    seen.push(holders);
    await sleep(5);
    holders -= 1;
  };
  await Promise.all(Array.from({ length: 4 }, () => withLock(file, () => {}, signal, work)));
  expect(seen).toEqual([1, 1, 1, 1]);
  expect(await readdir(join(file, '..'))).toEqual([]);
});

test('a lock is released when the work fails', async () => {
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

test('waiting ends with the signal, and its reason is one line for people', async () => {
  const file = await lockFile();
  const abort = new AbortController();
  const release = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const first = withLock(
    file,
    () => {},
    signal,
    () => {
      held.resolve();
      return release.promise;
    },
  );
  await held.promise;
  const waiting = withLock(
    file,
    () => abort.abort(new SetupError('Interrupted by SIGINT.')),
    abort.signal,
    async () => {},
  );
  const error = await waiting.catch((reason: unknown) => reason);
  expect(describeError(error)).toBe('Interrupted by SIGINT.');
  release.resolve();
  await first;
});

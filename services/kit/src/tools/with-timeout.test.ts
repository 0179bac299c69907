import { expect, it } from 'vitest';
import { settledWithin, withTimeout } from './with-timeout.ts';

const never = new Promise<never>(() => {});
const late = () => new Error('late');

it('passes on what the work resolves or rejects with', async () => {
  expect(await withTimeout(Promise.resolve(1), 60_000, late)).toBe(1);
  await expect(withTimeout(Promise.reject(new Error('broken')), 60_000, late)).rejects.toThrow('broken');
});

it('rejects with the given error once the time is over, and ignores what the work does later', async () => {
  const work = Promise.withResolvers<void>();
  await expect(withTimeout(work.promise, 1, late)).rejects.toThrow('late');
  work.reject(new Error('too late to matter'));
});

it('tells work that ended, either way, from work that goes on', async () => {
  expect(await settledWithin(Promise.resolve(), 60_000)).toBe(true);
  expect(await settledWithin(Promise.reject(new Error('broken')), 60_000)).toBe(true);
  expect(await settledWithin(never, 1)).toBe(false);
});

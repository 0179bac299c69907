import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { abortable, onAbort } from './on-abort.ts';

it('calls the listener once on abort, or at once after it', () => {
  const abort = new AbortController();
  const calls: string[] = [];
  onAbort(abort.signal, () => calls.push('before'));
  abort.abort();
  onAbort(abort.signal, () => calls.push('after'));
  expect(calls).toEqual(['before', 'after']);
});

it('leaves no listener on the signal once the work has ended', async () => {
  const { signal } = new AbortController();
  for (let i = 0; i < 100; i++) await abortable(Promise.resolve(i), signal);
  await expect(abortable(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  onAbort(signal, () => {})();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('rejects with the reason of the abort while the work goes on', async () => {
  const abort = new AbortController();
  const waiting = abortable(new Promise(() => {}), abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

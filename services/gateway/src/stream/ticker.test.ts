import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CloseReason } from './close-reason.ts';
import { createTicker } from './ticker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function tick() {
  const reasons: CloseReason[] = [];
  let taken = 0;
  const ticker = createTicker({
    intervalMs: 1000,
    produce() {
      taken += 1;
      return taken;
    },
    onClose: (reason) => reasons.push(reason),
  });
  return { ticker, reasons };
}

test('yields a value at once and one every interval', async () => {
  const { ticker } = tick();
  expect(await ticker.next()).toEqual({ done: false, value: 1 });
  const second = ticker.next();
  await vi.advanceTimersByTimeAsync(999);
  expect(await Promise.race([second, 'not yet'])).toBe('not yet');
  await vi.advanceTimersByTimeAsync(1);
  expect(await second).toEqual({ done: false, value: 2 });
});

test('runs no timer while nothing is pulled', async () => {
  const { ticker } = tick();
  await ticker.next();
  expect(vi.getTimerCount()).toBe(0);
});

test('a close resolves the pending pull, leaves no timer, and is reported once', async () => {
  const { ticker, reasons } = tick();
  await ticker.next();
  const pending = ticker.next();
  await ticker.return?.();
  ticker.close('shutdown');
  expect(await pending).toEqual({ done: true, value: undefined });
  expect(await ticker.next()).toEqual({ done: true, value: undefined });
  expect(reasons).toEqual(['completed']);
  expect(vi.getTimerCount()).toBe(0);
});

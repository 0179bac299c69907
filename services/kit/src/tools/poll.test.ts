import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startPolling } from './poll.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the next request waits for the one before; failures and recoveries are reported once', async () => {
  const log: string[] = [];
  const answers = ['a', new Error('b'), new Error('c'), 'd', 'e'];
  const polling = startPolling({
    async request() {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      log.push(String(answer));
    },
    everyMs: 100,
    onFailure: (error) => log.push(`failed: ${error instanceof Error ? error.message : error}`),
    onRecovery: () => log.push('recovered'),
  });
  await vi.advanceTimersByTimeAsync(450);
  expect(log).toEqual(['a', 'failed: b', 'd', 'recovered', 'e']);
  polling.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(log).toHaveLength(5);
});

test('a request that does not settle is not repeated, and its failure after the end is not reported', async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  const request = vi.fn(() => promise);
  const onFailure = vi.fn();
  const polling = startPolling({ request, everyMs: 100, onFailure });
  await vi.advanceTimersByTimeAsync(1000);
  expect(request).toHaveBeenCalledTimes(1);
  polling.stop();
  reject(new Error('late'));
  await vi.advanceTimersByTimeAsync(1000);
  expect([request.mock.calls.length, onFailure.mock.calls.length]).toEqual([1, 0]);
});

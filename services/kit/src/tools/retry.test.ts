import { expect, it } from 'vitest';
import { retry } from './retry.ts';

const backoff = { min: 1, max: 1 };

/** A request that fails so many times, and what happened around it. */
function failing(times: number) {
  const calls: string[] = [];
  let left = times;
  const request = async () => {
    calls.push('request');
    left -= 1;
    if (left >= 0) throw new Error(`failure ${times - left}`);
    return 'done';
  };
  return { calls, request };
}

it('reports a failure, waits, recovers and repeats, until the request succeeds', async () => {
  const { calls, request } = failing(2);
  const onRetry = (error: unknown) => calls.push(String(error));
  const recover = async () => void calls.push('recover');
  expect(await retry(request, { backoff, onRetry, recover })).toBe('done');
  const round = (n: number) => ['request', `Error: failure ${n}`, 'recover'];
  expect(calls).toEqual([...round(1), ...round(2), 'request']);
});

it.each([
  ['its attempts are used up', { attempts: 2 }, 'failure 2'],
  ['one attempt is all', { attempts: 1 }, 'failure 1'],
  ['an error is not worth another attempt', { isRetryable: () => false }, 'failure 1'],
  ['the signal is aborted', { signal: AbortSignal.abort() }, 'failure 1'],
])('rejects with the last error when %s', async (_name, options, message) => {
  await expect(retry(failing(9).request, { backoff, ...options })).rejects.toThrow(message);
});

it('ends a wait with the signal, without another attempt', async () => {
  const { calls, request } = failing(9);
  const abort = new AbortController();
  const waiting = retry(request, {
    backoff: { min: 600_000, max: 600_000 },
    signal: abort.signal,
    onRetry: () => abort.abort(),
  });
  await expect(waiting).rejects.toThrow('failure 1');
  expect(calls).toEqual(['request']);
});

import { ErrorResponse } from 'oidc-client-ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Tokens } from '../session/sign-in-state.ts';
import { keepSignedIn } from './keep-signed-in.ts';
import type { Provider } from './provider.ts';

const lifeMs = 8_000;
const gone = new ErrorResponse({ error: 'invalid_grant', userState: undefined });

/** A provider whose tokens are numbered; each refresh is answered by `answer`. */
function provider(answer: () => Promise<void> = async () => {}, renewable = true) {
  let number = 0;
  const next = (): Tokens => {
    number += 1;
    return { token: `t${number}`, since: Date.now(), expiresAt: Date.now() + lifeMs, renewable };
  };
  const calls = { refreshes: 0, forgotten: 0 };
  const own: Provider = {
    load: async () => next(),
    leave: async () => {},
    arrive: async () => ({ tokens: next(), returnTo: '/kitchen' }),
    async refresh() {
      calls.refreshes += 1;
      await answer();
      return next();
    },
    async forget() {
      calls.forgotten += 1;
    },
    end: async () => {},
  };
  return { own, calls };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a token is replaced in time, and all who need it meanwhile wait for one refresh', async () => {
  const { own, calls } = provider();
  const signIn = keepSignedIn(own);
  expect(await signIn.arrive('x')).toBe('/kitchen');
  expect(await signIn.authorization()).toBe('Bearer t1');
  await vi.advanceTimersByTimeAsync(lifeMs * 0.75);
  expect(await signIn.authorization()).toBe('Bearer t2');
  const refused = await Promise.all([1, 2, 3].map(() => signIn.authorization('Bearer t2')));
  expect(refused).toEqual(['Bearer t3', 'Bearer t3', 'Bearer t3']);
  // It was replaced meanwhile: whoever is late gets what there is.
  expect(await signIn.authorization('Bearer t2')).toBe('Bearer t3');
  expect(calls.refreshes).toBe(2);
});

test('while the provider does not answer the token is good until it expires, and is replaced when it does', async () => {
  let away = true;
  const { own } = provider(async () => {
    if (away) throw new TypeError('Failed to fetch');
  });
  const signIn = keepSignedIn(own);
  await signIn.restore();
  await vi.advanceTimersByTimeAsync(lifeMs * 0.75);
  expect(await signIn.authorization()).toBe('Bearer t1');
  await vi.advanceTimersByTimeAsync(lifeMs / 2);
  await expect(signIn.authorization()).rejects.toThrow('no valid token');
  expect(signIn.state.get().phase).toBe('signed-in');
  away = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await signIn.authorization()).toBe('Bearer t2');
});

test('a refusal signs out, and no later answer signs in again', async () => {
  const { own, calls } = provider(async () => {
    throw gone;
  });
  const signIn = keepSignedIn(own);
  await signIn.restore();
  await expect(signIn.authorization('Bearer t1')).rejects.toThrow('sign in again');
  expect([signIn.state.get().phase, calls.forgotten]).toEqual(['signed-out', 1]);
});

test('without a refresh token the session ends with its token', async () => {
  const { own, calls } = provider(undefined, false);
  const signIn = keepSignedIn(own);
  await signIn.restore();
  await vi.advanceTimersByTimeAsync(lifeMs);
  expect([signIn.state.get().phase, calls.refreshes]).toEqual(['signed-out', 0]);
});

import { createStore } from '@cupcakery/client/store';
import type { SignIn } from '../session/account.ts';
import { reduceSignIn, refreshAt, type SignInEvent, type SignInState } from '../session/sign-in-state.ts';
import { failureOf, isRefusal, type Provider } from './provider.ts';

/** How long to wait before the provider is requested again that did not answer. */
const retryMs = 5_000;
/** What a timer can count to. */
const longestTimerMs = 2 ** 31 - 1;

export type KeepSignedIn = SignIn & {
  /** Takes up what this tab kept from its last page. */
  restore(): Promise<void>;
  /** Takes up the provider's answer; the path to go on with, or undefined after a failure. */
  arrive(url: string): Promise<string | undefined>;
};

/** The shell around `reduceSignIn`: requests of the provider, and the timer that refreshes in time. */
export function keepSignedIn(provider: Provider): KeepSignedIn {
  const store = createStore<SignInState>({ phase: 'anonymous' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending: Promise<void> | undefined;

  const dispatch = (event: SignInEvent) => store.set(reduceSignIn(store.get(), event));

  const plan = (at: number) => {
    clearTimeout(timer);
    timer = setTimeout(refresh, Math.min(longestTimerMs, Math.max(0, at - Date.now())));
  };

  /** One refresh for all who need it: a refresh token is good for one use. */
  const refresh = (): Promise<void> => {
    pending ??= refreshOnce().finally(() => {
      pending = undefined;
    });
    return pending;
  };

  const refreshOnce = async () => {
    const state = store.get();
    if (state.phase !== 'signed-in') return;
    const { tokens } = state;
    if (!tokens.renewable) {
      if (Date.now() >= tokens.expiresAt) dispatch({ type: 'refused' });
      return;
    }
    dispatch({ type: 'refreshing' });
    try {
      const renewed = await provider.refresh();
      dispatch({ type: 'refreshed', tokens: renewed });
      plan(refreshAt(renewed));
    } catch (error) {
      if (isRefusal(error)) {
        await provider.forget();
        dispatch({ type: 'refused' });
      } else {
        dispatch({ type: 'unanswered' });
        plan(Date.now() + retryMs);
      }
    }
  };

  return {
    state: { get: store.get, subscribe: store.subscribe },
    async restore() {
      const tokens = await provider.load();
      if (!tokens) return;
      dispatch({ type: 'arrived', tokens });
      // Before anything is shown: a session that is over is no page that cannot be loaded.
      if (Date.now() >= refreshAt(tokens)) await refresh();
      else plan(refreshAt(tokens));
    },
    async arrive(url) {
      try {
        const { tokens, returnTo } = await provider.arrive(url);
        dispatch({ type: 'arrived', tokens });
        plan(refreshAt(tokens));
        return returnTo;
      } catch (error) {
        dispatch({ type: 'failed', failure: failureOf(error) });
        return undefined;
      }
    },
    async begin(returnTo) {
      dispatch({ type: 'begun' });
      try {
        await provider.leave(returnTo);
      } catch (error) {
        dispatch({ type: 'failed', failure: failureOf(error) });
      }
    },
    async authorization(refused) {
      const before = store.get();
      const isRefused = 'tokens' in before && bearer(before.tokens.token) === refused;
      if ('tokens' in before && (isRefused || Date.now() >= refreshAt(before.tokens))) await refresh();
      const after = store.get();
      // Not answered: what was not refused is good until it expires.
      if ('tokens' in after && Date.now() < after.tokens.expiresAt) return bearer(after.tokens.token);
      throw new Error('There is no valid token: sign in again');
    },
    async end() {
      clearTimeout(timer);
      dispatch({ type: 'ended' });
      // What it brings late would be kept.
      await pending;
      try {
        await provider.end();
      } catch (error) {
        console.warn('The session of the provider could not be ended:', error);
        await provider.forget();
        location.assign('/');
      }
    },
  };
}

const bearer = (token: string): string => `Bearer ${token}`;

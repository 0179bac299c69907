import { expect, test } from 'vitest';
import { reduceSignIn, refreshAt, type SignInEvent, type SignInState, type Tokens } from './sign-in-state.ts';

const tokens = (token: string): Tokens => ({ token, since: 0, expiresAt: 300_000, renewable: true });
const failure = { kind: 'cancelled', detail: '' } as const;
const old = tokens('old');
const renewed = tokens('new');

const anonymous: SignInState = { phase: 'anonymous' };
const leaving: SignInState = { phase: 'signing-in' };
const failed: SignInState = { phase: 'failed', failure };
const signedIn: SignInState = { phase: 'signed-in', tokens: old };
const refreshing: SignInState = { phase: 'refreshing', tokens: old };
const signingOut: SignInState = { phase: 'signing-out' };
const signedOut: SignInState = { phase: 'signed-out' };

test.each<[string, SignInState, SignInEvent, SignInState]>([
  ['leaves for the provider', anonymous, { type: 'begun' }, leaving],
  ['comes back signed in', leaving, { type: 'arrived', tokens: old }, signedIn],
  ['comes back with an error', leaving, { type: 'failed', failure }, failed],
  ['tries again', failed, { type: 'begun' }, leaving],
  ['refreshes', signedIn, { type: 'refreshing' }, refreshing],
  ['has a new token', refreshing, { type: 'refreshed', tokens: renewed }, { ...signedIn, tokens: renewed }],
  ['keeps the old token while the provider is away', refreshing, { type: 'unanswered' }, signedIn],
  ['is refused a new one', refreshing, { type: 'refused' }, signedOut],
  ['signs in again', signedOut, { type: 'begun' }, leaving],
  ['signs out', signedIn, { type: 'ended' }, signingOut],
  [
    'stays signed out when a refresh is answered late',
    signingOut,
    { type: 'refreshed', tokens: renewed },
    signingOut,
  ],
  ['stays signed out when a refresh is refused late', signingOut, { type: 'refused' }, signingOut],
  ['has nothing to refresh', anonymous, { type: 'refreshing' }, anonymous],
])('%s', (_what, before, event, after) => {
  expect(reduceSignIn(before, event)).toEqual(after);
});

test.each([
  ['a minute before the end of a long life', 3_600_000, true, 3_540_000],
  ['at three quarters of a short one', 8_000, true, 6_000],
  ['at its end, where it cannot be renewed', 300_000, false, 300_000],
])('is refreshed %s', (_what, expiresAt, renewable, expected) => {
  expect(refreshAt({ token: 'x', since: 0, expiresAt, renewable })).toBe(expected);
});

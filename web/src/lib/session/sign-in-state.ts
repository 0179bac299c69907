/** The access token of a signed-in person. Times are ms since 1970 of this device's clock. */
export type Tokens = {
  token: string;
  /** When this tab got it. */
  since: number;
  expiresAt: number;
  /** Whether the provider gave a refresh token as well. */
  renewable: boolean;
};

/** Why a sign-in came to nothing. `foreign`: the answer belongs to no sign-in that this tab has begun. */
export type SignInFailure = {
  kind: 'cancelled' | 'refused' | 'foreign' | 'unreachable' | 'unusable';
  /** In the words of the provider, or of the library. */
  detail: string;
};

/** Who is signed in, as a pure reducer: events go in, what a person may see comes out. */
export type SignInState =
  | { phase: 'anonymous' }
  /** The browser is on its way to the provider. */
  | { phase: 'signing-in' }
  | { phase: 'failed'; failure: SignInFailure }
  | { phase: 'signed-in'; tokens: Tokens }
  | { phase: 'refreshing'; tokens: Tokens }
  /** The browser is on its way to the end of the provider's session. */
  | { phase: 'signing-out' }
  /** Was signed in; the provider refused to go on, or the token ran out without a new one. */
  | { phase: 'signed-out' };

export type SignInEvent =
  | { type: 'begun' }
  /** Back from the provider, or found in this tab's storage. */
  | { type: 'arrived'; tokens: Tokens }
  | { type: 'failed'; failure: SignInFailure }
  | { type: 'refreshing' }
  | { type: 'refreshed'; tokens: Tokens }
  /** The provider did not answer: what there is stays. */
  | { type: 'unanswered' }
  | { type: 'refused' }
  | { type: 'ended' };

/** The state after an event; the same object when nothing changed. */
export function reduceSignIn(state: SignInState, event: SignInEvent): SignInState {
  switch (event.type) {
    case 'begun':
      return { phase: 'signing-in' };
    case 'arrived':
      return { phase: 'signed-in', tokens: event.tokens };
    case 'failed':
      return { phase: 'failed', failure: event.failure };
    case 'refreshing':
      return state.phase === 'signed-in' ? { phase: 'refreshing', tokens: state.tokens } : state;
    case 'refreshed':
      // Whoever signed out meanwhile stays signed out.
      return state.phase === 'refreshing' ? { phase: 'signed-in', tokens: event.tokens } : state;
    case 'unanswered':
      return state.phase === 'refreshing' ? { phase: 'signed-in', tokens: state.tokens } : state;
    case 'refused':
      return 'tokens' in state ? { phase: 'signed-out' } : state;
    case 'ended':
      return { phase: 'signing-out' };
    default:
      return event satisfies never;
  }
}

const longestMarginMs = 60_000;

/** When a token is to be replaced: a minute before it expires, or at three quarters of a short life. */
export const refreshAt = ({ since, expiresAt, renewable }: Tokens): number =>
  renewable ? expiresAt - Math.min(longestMarginMs, (expiresAt - since) / 4) : expiresAt;

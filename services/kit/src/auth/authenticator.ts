import type { Principal } from './principal.ts';
import type { RequestLike } from './request-like.ts';

/** Authenticates the caller of a request. */
export type Authenticator = {
  /** `optional`: a request with a token is as in `oidc`, one without as in `local`. */
  mode: 'oidc' | 'optional' | 'local';
  /** Throws Problem 401, 403 or 503. A WebSocket passes its handshake's headers, with the token of its init. */
  authenticate(request: RequestLike): Promise<Principal>;
  /**
   * Fetches the issuer's keys, for which the first request would have to wait; never throws. A process that gets
   * requests before that may have to refuse them.
   */
  prepare(signal: AbortSignal): Promise<void>;
};

import type { Principal } from './principal.ts';
import type { RequestLike } from './request-like.ts';

/** Finds out who calls. */
export type Authenticator = {
  mode: 'oidc' | 'local';
  /** Throws Problem 401, 403 or 503. A WebSocket passes its handshake's headers, with the token of its init. */
  authenticate(request: RequestLike): Promise<Principal>;
  /**
   * Fetches what the first request would wait for, the issuer's keys; never throws. A process that is asked before
   * that may have to refuse its first callers.
   */
  prepare(signal: AbortSignal): Promise<void>;
};

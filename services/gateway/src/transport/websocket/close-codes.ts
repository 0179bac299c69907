import type { CloseReason } from '../../stream/close-reason.ts';

/** How a WebSocket is closed. 44xx are of this gateway or of graphql-transport-ws; clients retry after all of these. */
export const closeCodes = {
  /** This gateway stops; another one takes over. */
  shutdown: { code: 1001, text: 'restarting' },
  tokenExpired: { code: 4403, text: 'the token has expired' },
  /** The client did not read; what waits for it is bounded. */
  slow: { code: 4410, text: 'too slow' },
  /** The socket or its user sent more than the rates allow. */
  tooFast: { code: 4430, text: 'too many operations or messages; wait a little' },
  /** This user holds as many connections as are allowed. */
  tooMany: { code: 4420, text: 'too many connections of yours; close some' },
  /** The caller did not say who it is in time; of graphql-transport-ws. */
  initTimeout: { code: 4408, text: 'Connection initialisation timeout' },
  /** The identity provider is down, or there is no room; the text says so. */
  tryLater: 1013,
} as const;

const codesOf: Partial<Record<CloseReason, { code: number; text: string }>> = {
  slow: closeCodes.slow,
  too_fast: closeCodes.tooFast,
  token_expired: closeCodes.tokenExpired,
};

/** Bytes that a close frame has for its reason (RFC 6455, 5.5). */
const maxReasonBytes = 123;

/** Code and reason for the end of a stream's connection, with the cursor to resume from where there is room for it. */
export function closingOf(reason: CloseReason, cursor: string | undefined): { code: number; reason: string } {
  const { code, text } = codesOf[reason] ?? closeCodes.shutdown;
  const hint = `${text}; resume after ${cursor ?? 'your last cursor'}`;
  return {
    code,
    reason: Buffer.byteLength(hint) <= maxReasonBytes ? hint : `${text}; resume after your last cursor`,
  };
}

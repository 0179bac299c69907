import type { CloseReason } from '../../stream/close-reason.ts';

/** How a WebSocket is closed, by reason. 44xx are ours or of graphql-transport-ws; clients retry all of these. */
export const closeCodes = {
  /** This gateway stops; another one takes over. */
  shutdown: { code: 1001, words: 'restarting' },
  tokenExpired: { code: 4403, words: 'the token has expired' },
  /** The client did not read; what waits for it is bounded. */
  slow: { code: 4410, words: 'too slow' },
  /** This user holds as many connections as one may. */
  tooMany: { code: 4420, words: 'too many connections of yours; close some' },
} as const;

/** Bytes that a close frame has for its reason (RFC 6455, 5.5). */
const maxReason = 123;

/** Code and reason for the end of a stream's connection, with the cursor to go on from where there is room. */
export function closingOf(reason: CloseReason, cursor: string | undefined): { code: number; reason: string } {
  const { code, words } =
    reason === 'slow'
      ? closeCodes.slow
      : reason === 'token_expired'
        ? closeCodes.tokenExpired
        : closeCodes.shutdown;
  const hint = `${words}; resume after ${cursor ?? 'your last cursor'}`;
  return {
    code,
    reason: Buffer.byteLength(hint) <= maxReason ? hint : `${words}; resume after your last cursor`,
  };
}

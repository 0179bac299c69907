/** Why a stream of changes ended; also the label of the metric. */
export type CloseReason = 'completed' | 'slow' | 'cursor_expired' | 'token_expired' | 'shutdown' | 'error';

export type FeedErrorCode = 'CURSOR_EXPIRED' | 'SNAPSHOT_TOO_LARGE' | 'UNAVAILABLE';

/** An expected end of a request or stream; the code is for programs. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly code: FeedErrorCode;

  constructor(code: FeedErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The stream cannot go on from a cursor. */
export function cursorExpired(why: string): FeedError {
  return new FeedError(
    'CURSOR_EXPIRED',
    `The cursor cannot be resumed: ${why}. Subscribe again without it, which begins with a snapshot.`,
  );
}

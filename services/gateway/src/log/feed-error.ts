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

/** The error of a stream that cannot resume from a cursor. */
export function cursorExpired(why: string): FeedError {
  return new FeedError(
    'CURSOR_EXPIRED',
    `The cursor cannot be resumed: ${why}. Subscribe again without it, which begins with a snapshot.`,
  );
}

/** How a command ends: programs decide by it. */
export const exitCodes = { ok: 0, refused: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

export type Failure = Exclude<keyof typeof exitCodes, 'ok'>;

/** A command that could not be carried out, for people: what is wrong, and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly failure: Failure;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** The server's code for programs, such as TOO_LATE. */
  readonly code: string | undefined;

  constructor(
    failure: Failure,
    message: string,
    more: { hint?: string | undefined; code?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.failure = failure;
    this.hint = more.hint;
    this.code = more.code;
  }
}

/** The reason of an error in words; of one that only wraps another, the inner one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.message === 'fetch failed'
    ? reasonOf(error.cause)
    : said(error);
}

/** Some of Node's errors have a code and no message. */
const said = (error: Error): string =>
  error.message !== '' ? error.message : 'code' in error ? String(error.code) : error.name;

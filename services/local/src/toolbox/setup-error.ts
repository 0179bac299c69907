/** A problem that the user can fix: the message says what and how, so it is shown without a stack. */
export class SetupError extends Error {
  override name = 'SetupError';
}

/** The line to show for any error: a SetupError's message, anything else with its stack. */
export function describeError(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  // What Node rejects with after an abort names the reason as its cause.
  if (error instanceof Error && error.name === 'AbortError' && error.cause instanceof SetupError) {
    return error.cause.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Why a stream brings nothing though the connection stands. */
export type StreamProblem = { code: string; message: string };

/** Reads the first of a list of GraphQL errors, whatever was sent as one. */
export const problemOf = (errors: unknown): StreamProblem => {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (typeof first !== 'object' || first === null) return { code: 'UNKNOWN', message: 'Unknown error' };
  const extensions: unknown = 'extensions' in first ? first.extensions : undefined;
  const code =
    typeof extensions === 'object' && extensions !== null && 'code' in extensions
      ? extensions.code
      : undefined;
  return {
    code: typeof code === 'string' ? code : 'UNKNOWN',
    message: 'message' in first && typeof first.message === 'string' ? first.message : 'Unknown error',
  };
};

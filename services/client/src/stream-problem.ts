/** Why a stream delivers nothing although the connection is open. */
export type StreamProblem = { code: string; message: string };

/** Reads the first of a list of GraphQL errors, whatever its shape. */
export function problemOf(errors: unknown): StreamProblem {
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
}

import { GraphQLError } from 'graphql';

/** Whole seconds for `Retry-After`, of a wait in ms; at least one. */
export function retryAfterSeconds(waitMs: number): number {
  return Math.max(1, Math.ceil(waitMs / 1000));
}

/**
 * The refusal of an operation that comes too soon; over HTTP 429 with Retry-After.
 * @param waitMs after which it is allowed
 */
export function tooManyOperations(waitMs: number): GraphQLError {
  const seconds = retryAfterSeconds(waitMs);
  return new GraphQLError(`Too many operations: try again in ${seconds} s.`, {
    extensions: {
      code: 'TOO_MANY_OPERATIONS',
      http: { status: 429, headers: { 'Retry-After': String(seconds) } },
    },
  });
}

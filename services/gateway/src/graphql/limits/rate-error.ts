import { GraphQLError } from 'graphql';

/**
 * The refusal of an operation that comes too soon; over HTTP 429 with Retry-After.
 * @param waitMs after which it is allowed
 */
export function tooManyOperations(waitMs: number): GraphQLError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new GraphQLError(`Too many operations: try again in ${seconds} s.`, {
    extensions: {
      code: 'TOO_MANY_OPERATIONS',
      http: { status: 429, headers: { 'Retry-After': String(seconds) } },
    },
  });
}

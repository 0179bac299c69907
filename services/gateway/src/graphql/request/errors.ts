import { randomUUID } from 'node:crypto';
import { Problem } from '@cupcakery/kit/http/problem';
import type { Logger } from '@cupcakery/kit/log';
import { GraphQLError } from 'graphql';
import { FeedError } from '../../log/feed-error.ts';

/** An error in the request itself; the code is for programs. */
export function requestError(
  code: 'BAD_REQUEST' | 'FORBIDDEN' | 'NOT_FOUND' | 'TOO_MANY_SUBSCRIPTIONS' | 'SUBSCRIPTIONS_TOO_LARGE',
  message: string,
): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/**
 * What a caller may know of an error: expected ones and GraphQL's own as they are, of anything else only an id, by
 * which the log line with the whole error is found.
 */
export function maskedError(error: unknown, log: Logger): GraphQLError {
  const outer = error instanceof GraphQLError ? error : undefined;
  const cause = outer?.originalError ?? error;
  const position = outer
    ? { ...(outer.nodes ? { nodes: outer.nodes } : {}), ...(outer.path ? { path: outer.path } : {}) }
    : {};
  if (cause instanceof GraphQLError) return outer && outer.originalError === undefined ? outer : cause;
  if (cause instanceof FeedError || cause instanceof Problem) {
    return new GraphQLError(cause.message, { ...position, extensions: { code: cause.code } });
  }
  const errorId = randomUUID();
  log.error({ err: cause, errorId, path: outer?.path }, 'operation failed unexpectedly');
  return new GraphQLError('Something went wrong here.', {
    ...position,
    extensions: { code: 'INTERNAL', errorId },
  });
}

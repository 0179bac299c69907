import type { Client } from 'graphql-ws';
import { backoff } from './backoff.ts';
import type { Connection } from './connection.ts';
import { problemOf, type StreamProblem } from './stream-problem.ts';

export type StreamOptions<Payload extends { cursor: string }> = {
  connection: Connection;
  /** The subscription's text; it takes the variable `after`. */
  query: string;
  variables: Record<string, unknown>;
  /** The payload within the answer's data. */
  read(data: unknown): Payload | undefined;
  onPayload(payload: Payload): void;
  /** Called with the reason why nothing arrives; with undefined once something does again. */
  onProblem(problem: StreamProblem | undefined): void;
};

/**
 * Keeps a subscription alive over every loss of the connection, from the last cursor on. A cursor that the server
 * can no longer serve is dropped, and the stream restarts with a snapshot. Returns a function that stops it.
 */
export function openStream<Payload extends { cursor: string }>(options: StreamOptions<Payload>): () => void {
  let cursor: string | undefined;
  let failures = 0;

  const onOpen = (client: Client): (() => void) => {
    let unsubscribe = () => {};
    let stopped = false;
    let retry: ReturnType<typeof setTimeout> | undefined;

    const retryAfter = (wait: number) => {
      if (!stopped) retry = setTimeout(begin, wait);
    };

    const fail = (errors: unknown) => {
      const problem = problemOf(errors);
      if (problem.code === 'CURSOR_EXPIRED' && cursor !== undefined) {
        cursor = undefined;
        return retryAfter(0);
      }
      options.onProblem(problem);
      failures += 1;
      retryAfter(backoff(failures));
    };

    const begin = () => {
      let ended = false;
      const variables = cursor === undefined ? options.variables : { ...options.variables, after: cursor };
      unsubscribe = client.subscribe(
        { query: options.query, variables },
        {
          next({ data, errors }) {
            if (stopped || ended) return;
            if (errors) {
              ended = true;
              unsubscribe();
              return fail(errors);
            }
            const payload = options.read(data);
            if (!payload) return;
            failures = 0;
            cursor = payload.cursor;
            options.onProblem(undefined);
            options.onPayload(payload);
          },
          error(cause) {
            // Anything but a list of GraphQL errors is the end of the socket: the connection reconnects and calls
            // `onOpen` with the next one.
            if (!stopped && !ended && Array.isArray(cause)) fail(cause);
          },
          complete() {
            // The server completed it regularly, for example before a restart.
            if (!ended) retryAfter(backoff(failures));
          },
        },
      );
    };

    begin();
    return () => {
      stopped = true;
      clearTimeout(retry);
      unsubscribe();
    };
  };

  return options.connection.attach(onOpen);
}

import { openStream } from '@cupcakery/client/stream';
import type { StreamProblem } from '@cupcakery/client/stream-problem';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { stringifyDocument } from '@urql/core';
import { useEffect, useEffectEvent } from 'react';
import { useConnection } from './connection-context.ts';

/**
 * Follows a subscription whose payloads replace each other, through every reconnection.
 * @param variables by value: others begin another subscription
 * @param read what is handled of a payload; undefined: it cannot be read
 */
export const useStream = <
  Data,
  Variables extends Record<string, unknown>,
  Payload extends { cursor: string },
>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  handlers: {
    read(data: Data): Payload | undefined;
    onPayload(payload: Payload): void;
    /** Undefined: it is over. */
    onProblem(problem: StreamProblem | undefined): void;
  },
): void => {
  const connection = useConnection();
  const key = JSON.stringify(variables);
  const onPayload = useEffectEvent(handlers.onPayload);
  const onProblem = useEffectEvent(handlers.onProblem);
  const read = useEffectEvent((data: unknown) => (data ? handlers.read(data as Data) : undefined));
  useEffect(
    () =>
      openStream({
        connection,
        query: stringifyDocument(document),
        variables: JSON.parse(key),
        read: (data) => read(data),
        onPayload: (payload: Payload) => onPayload(payload),
        onProblem: (problem) => onProblem(problem),
      }),
    [connection, document, key],
  );
};

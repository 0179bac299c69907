import { openStream } from '@cupcakery/client/stream';
import { stringifyDocument } from '@urql/core';
import { useEffect, useState } from 'react';
import { UndecidedDocument, type UndecidedSubscription } from '../../generated/graphql.ts';
import { useConnection } from './connection-context.ts';

export type Decisions = UndecidedSubscription['backlog']['backlog']['decisions'];

const query = stringifyDocument(UndecidedDocument);
const intervalMs = 5_000;

/** Whether the orders of a workflow are being decided; undefined before the first answer. For staff. */
export const useUndecided = (workflow: string): Decisions | undefined => {
  const connection = useConnection();
  const [decisions, setDecisions] = useState<Decisions>();
  useEffect(
    () =>
      openStream({
        connection,
        query,
        variables: { workflow, intervalMs },
        read: (data) => (data as UndecidedSubscription | null)?.backlog,
        onPayload: ({ backlog }) => setDecisions(backlog.decisions),
        // What is not known is no banner; a refusal or a fault is shown where the numbers are.
        onProblem: (problem) => problem && setDecisions(undefined),
      }),
    [connection, workflow],
  );
  return decisions;
};

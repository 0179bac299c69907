import { useState } from 'react';
import { UndecidedDocument, type UndecidedSubscription } from '../../generated/graphql.ts';
import { useStream } from './use-stream.ts';

export type Decisions = UndecidedSubscription['backlog']['backlog']['decisions'];

const intervalMs = 5_000;

/** Whether the orders of a workflow are being decided; undefined before the first answer. For staff. */
export const useUndecided = (workflow: string): Decisions | undefined => {
  const [decisions, setDecisions] = useState<Decisions>();
  useStream(
    UndecidedDocument,
    { workflow, intervalMs },
    {
      read: (data) => data.backlog,
      onPayload: ({ backlog }) => setDecisions(backlog.decisions),
      // What is not known is no banner; a refusal or a fault is shown where the numbers are.
      onProblem: (problem) => problem && setDecisions(undefined),
    },
  );
  return decisions;
};

import { openStream } from '@cupcakery/client/stream';
import type { StreamProblem } from '@cupcakery/client/stream-problem';
import { stringifyDocument } from '@urql/core';
import { useEffect, useState } from 'react';
import { BacklogNowDocument, type BacklogNowSubscription } from '../../generated/graphql.ts';
import { useConnection } from '../../lib/live/connection-context.ts';

export type Backlog = BacklogNowSubscription['backlog']['backlog'];
export type StageRow = Backlog['stages'][number];

const query = stringifyDocument(BacklogNowDocument);

/** The backlog, polled at each interval; the last one stays while there is no answer. */
export const useBacklog = (
  workflow: string,
  intervalMs: number,
): { backlog?: Backlog; problem?: StreamProblem | undefined } => {
  const connection = useConnection();
  const [latest, setLatest] = useState<{ backlog?: Backlog; problem?: StreamProblem | undefined }>({});
  useEffect(
    () =>
      openStream({
        connection,
        query,
        variables: { workflow, intervalMs },
        read: (data) => (data as BacklogNowSubscription | null)?.backlog,
        onPayload: ({ backlog }) => setLatest({ backlog }),
        onProblem: (problem) => setLatest((before) => ({ ...before, problem })),
      }),
    [connection, workflow, intervalMs],
  );
  return latest;
};

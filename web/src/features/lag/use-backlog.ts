import type { StreamProblem } from '@cupcakery/client/stream-problem';
import { useState } from 'react';
import { BacklogNowDocument, type BacklogNowSubscription } from '../../generated/graphql.ts';
import { useStream } from '../../lib/live/use-stream.ts';

export type Backlog = BacklogNowSubscription['backlog']['backlog'];
export type StageRow = Backlog['stages'][number];

/** The backlog, polled at each interval; the last one stays while there is no answer. */
export const useBacklog = (
  workflow: string,
  intervalMs: number,
): { backlog?: Backlog; problem?: StreamProblem | undefined } => {
  const [latest, setLatest] = useState<{ backlog?: Backlog; problem?: StreamProblem | undefined }>({});
  useStream(
    BacklogNowDocument,
    { workflow, intervalMs },
    {
      read: (data) => data.backlog,
      onPayload: ({ backlog }) => setLatest({ backlog }),
      onProblem: (problem) => setLatest((before) => ({ ...before, problem })),
    },
  );
  return latest;
};

import { useState } from 'react';
import { type PauseFieldsFragment, PausesDocument } from '../../generated/graphql.ts';
import { useStream } from '../live/use-stream.ts';

const intervalMs = 2_000;

/** Why a stage is paused, live; undefined: it is not, or that is not known yet. For staff. */
export const useStagePause = (workflow: string, stage: string): PauseFieldsFragment | undefined => {
  const [paused, setPaused] = useState<PauseFieldsFragment | null>();
  useStream(
    PausesDocument,
    { workflow, intervalMs },
    {
      read: (data) => data.backlog,
      onPayload: ({ backlog }) => setPaused(backlog.stages.find((one) => one.stage === stage)?.paused),
      // The last that was known stays: a pause does not end because a connection does.
      onProblem: () => {},
    },
  );
  return paused ?? undefined;
};

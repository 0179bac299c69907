import { PausedNowDocument, type PausedNowQuery } from '../../generated/graphql.ts';
import { usePolled } from '../graphql/use-polled.ts';
import { useWorkflow } from '../orders/workflow-context.ts';

const everyMs = 5_000;

/** What of the page's workflow is paused, for everyone, so without names; undefined before the first answer. */
export const usePausedNow = (): PausedNowQuery['workflow'] => {
  const { workflow } = useWorkflow();
  return usePolled(PausedNowDocument, { workflow: workflow.name }, everyMs).data?.workflow ?? null;
};

import { inWords, type StageState } from './severity.ts';

/** A view that lacks more than this is no longer what people call live. */
const lateSeconds = 5;

/** Whether a view shows what is in its log; null is unknown. */
export const viewState = ({
  secondsBehind,
}: {
  secondsBehind: number | null;
}): Omit<StageState, 'severity'> => {
  if (secondsBehind === null) return inWords({ severity: 0, key: 'unknown', icon: 'late', tone: 'warn' });
  if (secondsBehind > lateSeconds)
    return inWords({ severity: 0, key: 'behind', icon: 'incident', tone: 'bad' });
  return inWords({ severity: 0, key: 'upToDate', icon: 'done', tone: 'good' });
};

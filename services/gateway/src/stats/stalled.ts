import { expectedSeconds, type Stage } from '@cupcakery/workflow/file/workflow-file';

/** A stage may be quiet for so long, or for twice its expected work where that is longer. */
const quietSeconds = 60;

/** Since when a stage stands (ms): tickets wait, and for too long none has left; undefined when it does not. */
export function stalledSince(
  stage: Stage,
  known: {
    /** When the ticket came that has waited longest, ms; undefined: none waits. */
    oldestWaiting: number | undefined;
    lastOutAt: number | undefined;
    outRate: number | undefined;
  },
  now: number,
): number | undefined {
  const { oldestWaiting, lastOutAt = 0, outRate = 0 } = known;
  if (oldestWaiting === undefined || outRate > 0) return undefined;
  // Where nothing waited there was nothing to do.
  const since = Math.max(oldestWaiting, lastOutAt);
  const allowed = Math.max(quietSeconds, 2 * expectedSeconds(stage));
  return now - since >= allowed * 1000 ? since : undefined;
}

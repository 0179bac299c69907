import type { StageState } from './severity.ts';
import type { Backlog } from './use-backlog.ts';

type Decisions = Pick<
  Backlog['decisions'],
  'waiting' | 'members' | 'undecidedSince' | 'undecidedPartitions' | 'waitingPartitions'
>;

/** Whether orders are decided, in two or three words. */
export const decisionState = (decisions: Decisions): StageState => {
  const { waiting, members, undecidedSince, undecidedPartitions, waitingPartitions } = decisions;
  if (undecidedSince !== null) {
    const some =
      undecidedPartitions !== null && waitingPartitions !== null && undecidedPartitions !== waitingPartitions;
    const words = some ? `stalled on ${undecidedPartitions} of ${waitingPartitions}` : 'stalled';
    return { severity: 8, words, icon: 'incident', tone: 'bad' };
  }
  if (waiting === null) return { severity: 5, words: 'unknown', icon: 'late', tone: 'warn' };
  if (members === 0) return { severity: 6, words: 'no processor', icon: 'incident', tone: 'bad' };
  if (waiting === 0) return { severity: 0, words: 'up to date', icon: 'done', tone: 'good' };
  return { severity: 1, words: 'deciding', icon: 'working', tone: 'busy' };
};

import { t } from '../../lib/texts/texts.ts';
import { inWords, type StageState } from './severity.ts';
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
    const words = some
      ? t('lagState.stalledOn', { some: undecidedPartitions, all: waitingPartitions })
      : t('lagState.stalled');
    return { severity: 8, words, icon: 'incident', tone: 'bad' };
  }
  if (waiting === null) return inWords({ severity: 5, key: 'unknown', icon: 'late', tone: 'warn' });
  if (members === 0) return inWords({ severity: 6, key: 'noProcessor', icon: 'incident', tone: 'bad' });
  if (waiting === 0) return inWords({ severity: 0, key: 'upToDate', icon: 'done', tone: 'good' });
  return inWords({ severity: 1, key: 'deciding', icon: 'working', tone: 'busy' });
};

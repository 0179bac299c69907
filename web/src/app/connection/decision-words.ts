import type { Decisions } from '../../lib/live/use-undecided.ts';
import { spanWords, timeOfDay } from '../../lib/time/format.ts';
import type { BannerWords } from './page-banner.tsx';

/** What people need to know while orders are not decided; undefined while they are, and while nobody knows. */
export const decisionWords = (
  decisions: Decisions | undefined,
  now: number,
  onBoard: boolean,
): BannerWords | undefined => {
  if (!decisions?.undecidedSince) return undefined;
  const { undecidedSince, undecidedPartitions, waitingPartitions } = decisions;
  const since = Date.parse(undecidedSince);
  const all =
    undecidedPartitions === null || waitingPartitions === null || undecidedPartitions === waitingPartitions;
  const none = `${all ? 'None' : `On ${undecidedPartitions} of ${waitingPartitions} partitions none`} for ${spanWords(now - since)}, since ${timeOfDay(since, now)}.`;
  return {
    tone: 'bad',
    cause: all ? 'Orders are not being decided.' : 'Some orders are not being decided.',
    effect: `${none} ${onBoard ? 'What you finish' : 'New orders and finished work'} must wait; nothing is lost.`,
  };
};

import type { Decisions } from '../../lib/live/use-undecided.ts';
import { t } from '../../lib/texts/texts.ts';
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
  const [span, time] = [spanWords(now - since), timeOfDay(since, now)];
  const none = all
    ? t('connection.noneSince', { span, time })
    : t('connection.partitionsSince', { some: undecidedPartitions, all: waitingPartitions, span, time });
  return {
    tone: 'bad',
    cause: t(all ? 'connection.undecided' : 'connection.someUndecided'),
    effect: `${none} ${t(onBoard ? 'connection.waitBoard' : 'connection.waitPage')}`,
  };
};

import type { LinkState } from '@cupcakery/client/link';
import { t } from '../../lib/texts/texts.ts';
import { spanWords, timeOfDay } from '../../lib/time/format.ts';
import type { BannerWords } from './page-banner.tsx';

/** A reconnection that takes less than this is not worth a banner. */
const graceMs = 1_000;

/** The state of the connection in words: the cause, and what still works. Undefined while there is no problem. */
export const connectionWords = (link: LinkState, now: number, onBoard: boolean): BannerWords | undefined => {
  /** What still works, on a board and on every other page. */
  const works = (kind: 'hinted' | 'stale' | 'offline') =>
    t(onBoard ? `connection.${kind}Board` : `connection.${kind}Page`);
  const asOf =
    link.heardAt === undefined
      ? t('connection.nothingLoaded')
      : t('connection.asOf', {
          time: timeOfDay(link.heardAt, now),
          span: spanWords(now - link.heardAt),
        });

  if (link.phase === 'live') {
    if (!link.deviceOffline) return undefined;
    return { tone: 'warn', cause: t('connection.noNetworkHint'), effect: works('hinted') };
  }
  if (link.phase === 'stale') {
    return {
      tone: 'warn',
      cause: t('connection.nothingHeard'),
      effect: `${asOf} ${works('stale')}`,
    };
  }
  if (link.phase === 'connecting') {
    if (now - link.since < 3 * graceMs) return undefined;
    return { tone: 'warn', cause: t('connection.connecting'), effect: asOf };
  }
  if (now - link.since < graceMs) return undefined;
  const cause = t(link.deviceOffline ? 'connection.noNetwork' : `connection.${link.closed ?? 'unreachable'}`);
  return { tone: 'bad', cause, effect: `${asOf} ${works('offline')}` };
};

import type { LinkState } from '@cupcakery/client/link';
import { useLink } from '../../lib/live/connection-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { spanWords } from '../../lib/time/format.ts';
import { useNow } from '../../lib/time/use-now.ts';
import styles from './connection-pill.module.css';

const words = {
  connecting: 'connection.pillConnecting',
  live: 'connection.pillLive',
  stale: 'connection.pillStale',
  offline: 'connection.pillOffline',
} as const satisfies Record<LinkState['phase'], string>;

/** Always there: how the connection is and, unless it is live, when the server was last heard. */
export const ConnectionPill = () => {
  const { phase, heardAt } = useLink();
  const now = useNow();
  return (
    <p className={styles.pill} data-phase={phase}>
      <span className={styles.dot} aria-hidden="true" />
      <span>
        <strong>{t(words[phase])}</strong>
        <span className={styles.age}>{phase === 'live' ? '' : ageWords(heardAt, now)}</span>
      </span>
    </p>
  );
};

const ageWords = (heardAt: number | undefined, now: number): string =>
  heardAt === undefined
    ? t('connection.neverHeard')
    : t('connection.heardAgo', { span: spanWords(now - heardAt) });

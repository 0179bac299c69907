import { t } from '../lib/texts/texts.ts';
import { spanWords, timeOfDay } from '../lib/time/format.ts';
import { useNow } from '../lib/time/use-now.ts';
import styles from './freshness.module.css';

/** As of when numbers are; numbers that look fresh must be fresh. */
export const Freshness = ({ at, oldAfterMs }: { at: number | undefined; oldAfterMs: number }) => {
  const now = useNow();
  if (at === undefined) return <p className={styles.fresh}>&nbsp;</p>;
  const age = now - at;
  return (
    <p className={styles.fresh} data-old={age > oldAfterMs || undefined}>
      {age > oldAfterMs
        ? t('board.asOfAgo', { time: timeOfDay(at, now), span: spanWords(age) })
        : t('board.asOf', { time: timeOfDay(at, now) })}
    </p>
  );
};

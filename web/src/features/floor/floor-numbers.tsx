import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { FloorQuery } from '../../generated/graphql.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { numberWords, spanWords } from '../../lib/time/format.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './floor-numbers.module.css';

/** An unknown value is "–" and never 0. */
export const unknown = '–';

/**
 * An average in which what is not over counts with the time so far.
 * @param ended how many are over; while none is, all will take longer than that
 */
export const averageWords = (seconds: number | null, ended: number): string => {
  if (seconds === null) return unknown;
  const span = spanWords(seconds * 1_000);
  return ended === 0 ? t('floor.over', { span }) : span;
};

/** Rounded down: 100 % is all of them. */
const percentWords = (share: number): string => {
  const tenths = Math.floor(share * 1000);
  return t('floor.percent', { value: numberWords(tenths / 10, tenths % 10 === 0 ? 0 : 1) });
};

/** The numbers of the whole system: the current ones above, those of the period below. */
export const FloorNumbers = ({ floor }: { floor: FloorQuery['floor'] }) => {
  const { hrefOf } = useWorkflow();
  const kept = floor.promiseKept;
  return (
    <section aria-label={t('floor.allStages')} className={styles.numbers}>
      <dl className={styles.now}>
        <Tile name={t('floor.inProgress')} value={floor.inProgress} />
        <Tile
          name={t('floor.atRisk')}
          value={floor.atRisk}
          tone={floor.atRisk > 0 ? 'warn' : undefined}
          icon="late"
        />
        <Tile
          name={t('floor.late')}
          value={floor.late}
          tone={floor.late > 0 ? 'bad' : undefined}
          icon="late"
        />
        <Tile
          name={<Link href={hrefOf('/incidents')}>{t('incidents.title')}</Link>}
          value={floor.openIncidents}
          tone={floor.openIncidents > 0 ? 'bad' : undefined}
          icon="incident"
        />
      </dl>
      <dl className={styles.past}>
        <Tile name={t('floor.placed')} value={floor.placed} />
        <Tile name={t('floor.finished')} value={floor.finished} />
        <Tile name={t('floor.promiseKept')} value={kept === null ? unknown : percentWords(kept)} />
        <Tile name={t('floor.average')} value={averageWords(floor.averageOrderSeconds, floor.finished)} />
        <Tile name={t('floor.recalled')} value={floor.recalls} />
        <Tile name={t('floor.cancelled')} value={floor.cancelled} />
        <Tile name={t('floor.scrapped')} value={floor.scrapped} />
      </dl>
    </section>
  );
};

const Tile = ({
  name,
  value,
  tone,
  icon,
}: {
  name: ReactNode;
  value: number | string;
  tone?: 'warn' | 'bad' | undefined;
  icon?: IconName;
}) => (
  <div className={styles.number} data-tone={tone}>
    <dt>{name}</dt>
    <dd>
      {tone && icon && <Icon name={icon} />}
      {value}
    </dd>
  </div>
);

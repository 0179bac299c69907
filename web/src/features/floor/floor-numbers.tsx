import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { FloorQuery } from '../../generated/graphql.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { spanWords } from '../../lib/time/format.ts';
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
  return ended === 0 ? `over ${span}` : span;
};

/** The numbers of the whole system: the current ones above, those of the period below. */
export const FloorNumbers = ({ floor }: { floor: FloorQuery['floor'] }) => {
  const { hrefOf } = useWorkflow();
  const kept = floor.promiseKept;
  return (
    <section aria-label="All stages" className={styles.numbers}>
      <dl className={styles.now}>
        <Tile name="In progress" value={floor.inProgress} />
        <Tile name="At risk" value={floor.atRisk} tone={floor.atRisk > 0 ? 'warn' : undefined} icon="late" />
        <Tile name="Late" value={floor.late} tone={floor.late > 0 ? 'bad' : undefined} icon="late" />
        <Tile
          name={<Link href={hrefOf('/incidents')}>Incidents</Link>}
          value={floor.openIncidents}
          tone={floor.openIncidents > 0 ? 'bad' : undefined}
          icon="incident"
        />
      </dl>
      <dl className={styles.past}>
        <Tile name="Placed" value={floor.placed} />
        <Tile name="Finished" value={floor.finished} />
        <Tile name="Promise kept" value={kept === null ? unknown : `${Math.floor(kept * 1000) / 10} %`} />
        <Tile
          name="From placed to finished, on average"
          value={averageWords(floor.averageOrderSeconds, floor.finished)}
        />
        <Tile name="Recalled" value={floor.recalls} />
        <Tile name="Cancelled" value={floor.cancelled} />
        <Tile name="Scrapped" value={floor.scrapped} />
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

import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Mark } from '../../ui/mark.tsx';
import styles from './partitions.module.css';
import type { StageRow } from './use-backlog.ts';

const shown = (value: number | string | null): string => (value === null ? '–' : String(value));

/** Partition by partition; one whose numbers are unknown has dashes in its row. */
export const Partitions = ({ row }: { row: StageRow }) => {
  if (row.partitions.length === 0) return <p className={styles.note}>{t('lag.partitionsUnknown')}</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.partitions}>
        <caption className="visually-hidden">{t('lag.partitionsOf', { stage: word(row.stage) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('lag.partition')}</th>
            <th scope="col">{t('lag.lagOffsets')}</th>
            <th scope="col">{t('lag.committed')}</th>
            <th scope="col">{t('lag.end')}</th>
            <th scope="col">{t('lag.behindSeconds')}</th>
            <th scope="col">{t('lag.worker')}</th>
          </tr>
        </thead>
        <tbody>
          {row.partitions.map((p) => (
            <tr key={p.partition}>
              <th scope="row">{p.partition}</th>
              <td>{shown(p.lag)}</td>
              <td>{shown(p.committed)}</td>
              <td>{shown(p.end)}</td>
              <td>{p.oldestAgeSeconds === null ? '–' : Math.round(p.oldestAgeSeconds)}</td>
              <td>
                {p.stalled ? (
                  <Mark icon="incident" tone="bad">
                    {t('lagState.stalled')}
                  </Mark>
                ) : p.owned === null ? (
                  '–'
                ) : p.owned ? (
                  t('lag.hasOne')
                ) : (
                  <Mark icon="late" tone="warn">
                    {t('lag.none')}
                  </Mark>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

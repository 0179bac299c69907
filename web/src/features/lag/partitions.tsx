import { Mark } from '../../ui/mark.tsx';
import styles from './partitions.module.css';
import type { StageRow } from './use-backlog.ts';

const shown = (value: number | string | null): string => (value === null ? '–' : String(value));

/** Partition by partition; one whose numbers are unknown has dashes in its row. */
export const Partitions = ({ row }: { row: StageRow }) => {
  if (row.partitions.length === 0) return <p className={styles.note}>Its partitions are not known.</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.partitions}>
        <caption className="visually-hidden">Partitions of {row.stage}</caption>
        <thead>
          <tr>
            <th scope="col">Partition</th>
            <th scope="col">Lag, offsets</th>
            <th scope="col">Committed offset</th>
            <th scope="col">End offset</th>
            <th scope="col">Behind, s</th>
            <th scope="col">Worker</th>
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
                    stalled
                  </Mark>
                ) : p.owned === null ? (
                  '–'
                ) : p.owned ? (
                  'has one'
                ) : (
                  <Mark icon="late" tone="warn">
                    none
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

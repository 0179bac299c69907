import { useState } from 'react';
import type { LagHistoryQuery } from '../../generated/graphql.ts';
import styles from './lag-page.module.css';
import { LagRow } from './lag-row.tsx';
import { type SortBy, sorted } from './stage-state.ts';
import type { StageRow } from './use-backlog.ts';

/** A row per stage; a row opens to its hour and its partitions. */
export const LagTable = ({
  rows,
  sortBy,
  history,
}: {
  rows: readonly StageRow[];
  sortBy: SortBy;
  history: LagHistoryQuery['lagHistory'];
}) => {
  const [open, setOpen] = useState<string>();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">State</th>
          <th scope="col">Tickets</th>
          <th scope="col">Behind</th>
          <th scope="col">Last hour</th>
          <th scope="col">In / out</th>
          <th scope="col">Workers</th>
        </tr>
      </thead>
      <tbody>
        {sorted(rows, sortBy).map((row) => (
          <LagRow
            key={row.stage}
            row={row}
            points={history.find(({ stage }) => stage === row.stage)?.points ?? []}
            open={open === row.stage}
            onToggle={() => setOpen(open === row.stage ? undefined : row.stage)}
          />
        ))}
      </tbody>
    </table>
  );
};

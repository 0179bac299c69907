import styles from './lag-page.module.css';
import type { StageRow } from './use-backlog.ts';

/** How many work and should work, and why; from the group alone where nothing scales them. */
export const Workers = ({ row }: { row: StageRow }) => {
  const { replicas, wantedReplicas, maxReplicas, reason, members, unownedPartitions } = row;
  if (replicas === null && members === null) return <>–</>;
  return (
    <span className={styles.workers}>
      <span>
        {replicas === null
          ? `${members} in the group`
          : `${replicas} of ${wantedReplicas ?? '–'} wanted, at most ${maxReplicas ?? '–'}`}
        {unownedPartitions !== null && unownedPartitions > 0 && `, ${unownedPartitions} partitions unowned`}
      </span>
      {reason && <span className={styles.reason}>{reason}</span>}
    </span>
  );
};

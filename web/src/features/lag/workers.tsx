import { t } from '../../lib/texts/texts.ts';
import { Mark } from '../../ui/mark.tsx';
import styles from './lag-page.module.css';
import { unknown } from './lag-points.ts';
import { scalingTrouble } from './scaling-trouble.ts';
import type { StageRow } from './use-backlog.ts';

/**
 * How many work and should work, and why; from the group alone where replicas are unknown.
 * @param reason null: there is none, or it is said elsewhere
 */
export const Workers = ({ row, reason }: { row: StageRow; reason: string | null }) => {
  const { replicas, members, unownedPartitions } = row;
  if (replicas === null && members === null && reason === null) return <>{unknown}</>;
  return (
    <span className={styles.workers}>
      <span>
        {replicas === null ? t('lag.inGroup', { members: members ?? '–' }) : replicaWords(row)}
        {unownedPartitions !== null &&
          unownedPartitions > 0 &&
          `, ${t('lag.unowned', { count: unownedPartitions })}`}
      </span>
      {reason && <Reason row={row} reason={reason} />}
    </span>
  );
};

/** What is not requested or limited is left out. */
const replicaWords = ({ replicas, wantedReplicas, maxReplicas }: StageRow): string =>
  [
    t('lag.has', { count: replicas ?? 0 }),
    ...(wantedReplicas === null ? [] : [t('lag.wants', { count: wantedReplicas })]),
    ...(maxReplicas === null ? [] : [t('lag.atMost', { count: maxReplicas })]),
  ].join(', ');

const Reason = ({ row, reason }: { row: StageRow; reason: string }) => {
  const trouble = scalingTrouble(row.reasonCode);
  if (!trouble) return <span className={styles.reason}>{reason}</span>;
  return (
    <Mark icon={trouble.icon} tone={trouble.tone} wrap>
      {reason}
    </Mark>
  );
};

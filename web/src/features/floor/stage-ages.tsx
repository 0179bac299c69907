import type { FloorQuery } from '../../generated/graphql.ts';
import { stageOf } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Mark } from '../../ui/mark.tsx';
import { unknown } from './floor-numbers.tsx';
import styles from './floor-stages.module.css';

/** How many of a stage's tickets are slow, late or very late: warned of and late apart, in words as well. */
export const StageAges = ({ row }: { row: FloorQuery['floor']['stages'][number] }) => {
  const { workflow } = useWorkflow();
  // Without a target nothing can be late.
  if (!stageOf(workflow, row.stage)?.targetSeconds) return <>{unknown}</>;
  if (row.warn + row.late + row.critical === 0)
    return <>{row.inProgress > 0 ? t('floor.inTime') : unknown}</>;
  return (
    <span className={styles.ages}>
      {row.warn > 0 && (
        <Mark icon="late" tone="warn" chip>
          {t('floor.slow', { count: row.warn })}
        </Mark>
      )}
      {row.late > 0 && (
        <Mark icon="late" tone="bad" chip>
          {t('floor.lateCount', { count: row.late })}
        </Mark>
      )}
      {row.critical > 0 && (
        <Mark icon="incident" tone="bad" chip>
          {t('floor.veryLate', { count: row.critical })}
        </Mark>
      )}
    </span>
  );
};

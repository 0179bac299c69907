import { Link } from 'wouter';
import { capitalised, type Stage } from '../../lib/orders/order.ts';
import { mayWorkAt } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './kitchen-page.module.css';

const workedBy: Record<Stage['mode'], string> = {
  MANUAL: 'done by people',
  TIMER: 'done by a timer',
  HTTP: 'done by a machine',
};

/** A door to each stage's board; those of one's own role stand out. */
export const StageDoors = () => {
  const { workflow, me, placeOf } = useWorkflow();
  return (
    <nav aria-label="Boards of the stages">
      <ul className={styles.doors}>
        {workflow.stages.map((stage) => (
          <li key={stage.name}>
            <Link
              href={placeOf(`/kitchen/${encodeURIComponent(stage.name)}`)}
              className={styles.door ?? ''}
              data-own={mayWorkAt(me, stage) || undefined}
            >
              <span className={styles.stage}>{capitalised(stage.name)}</span>
              <span className={styles.mode}>{stage.retired ? 'retired' : workedBy[stage.mode]}</span>
              <Icon name="arrow" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

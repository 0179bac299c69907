import { Link } from 'wouter';
import { capitalised, type Stage } from '../../lib/orders/order.ts';
import { mayWorkAt } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './kitchen-page.module.css';

const modeWords: Record<Stage['mode'], string> = {
  MANUAL: 'done by people',
  TIMER: 'done by a timer',
  HTTP: 'done by a machine',
};

/** A link to each stage's board; those of the user's own roles stand out. */
export const StageLinks = () => {
  const { workflow, me, hrefOf } = useWorkflow();
  return (
    <nav aria-label="Boards of the stages">
      <ul className={styles.stageLinks}>
        {workflow.stages.map((stage) => (
          <li key={stage.name}>
            <Link
              href={hrefOf(`/kitchen/${encodeURIComponent(stage.name)}`)}
              className={styles.stageLink ?? ''}
              data-own={mayWorkAt(me, stage) || undefined}
            >
              <span className={styles.stage}>{capitalised(stage.name)}</span>
              <span className={styles.mode}>{stage.retired ? 'retired' : modeWords[stage.mode]}</span>
              <Icon name="arrow" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

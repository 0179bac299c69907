import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../ui/page/staff-only.tsx';
import styles from './kitchen-page.module.css';
import { KitchenBoard } from './overview/kitchen-board.tsx';

/** All stages with their orders as they move; the head of each is the way to its board. */
export const KitchenPage = () => {
  const { workflow } = useWorkflow();
  return (
    <StaffOnly title="Kitchen">
      <div className={styles.page}>
        <header>
          <PageHeading title="Kitchen" className={styles.title}>
            The kitchen
          </PageHeading>
          <p className={styles.hint}>Choose your station.</p>
        </header>
        <KitchenBoard key={workflow.name} title="All stations, now" />
      </div>
    </StaffOnly>
  );
};

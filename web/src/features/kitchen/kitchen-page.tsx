import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../ui/page/staff-only.tsx';
import styles from './kitchen-page.module.css';
import { KitchenBoard } from './overview/kitchen-board.tsx';
import { StageLinks } from './stage-links.tsx';

/** The ways to the stages' boards, and over all of them the orders as they move. */
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
        <StageLinks />
        <KitchenBoard key={workflow.name} />
      </div>
    </StaffOnly>
  );
};

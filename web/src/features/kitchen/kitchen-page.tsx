import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../ui/person/staff-only.tsx';
import styles from './kitchen-page.module.css';
import { KitchenBoard } from './overview/kitchen-board.tsx';

/** All stages with their orders as they move; the head of each is the way to its board. */
export const KitchenPage = () => {
  const { workflow } = useWorkflow();
  return (
    <StaffOnly title={t('app.kitchen')}>
      <div className={styles.page}>
        <header>
          <PageHeading title={t('app.kitchen')} className={styles.title}>
            {t('kitchen.heading')}
          </PageHeading>
          <p className={styles.hint}>{t('kitchen.choose')}</p>
        </header>
        <KitchenBoard key={workflow.name} title={t('kitchen.allNow')} />
      </div>
    </StaffOnly>
  );
};

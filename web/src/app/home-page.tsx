import { OwnOrders } from '../features/counter/own-orders.tsx';
import { KitchenBoard } from '../features/kitchen/overview/kitchen-board.tsx';
import { DemoPanel } from '../features/order/placing/demo-panel.tsx';
import { OrderForm } from '../features/order/placing/order-form.tsx';
import { isStaff } from '../lib/orders/rights.ts';
import { useWorkflow } from '../lib/orders/workflow-context.ts';
import { t } from '../lib/texts/texts.ts';
import { spanWords } from '../lib/time/format.ts';
import { PageHeading } from '../ui/page/page-heading.tsx';
import styles from './home-page.module.css';

/** The counter: behind it staff see the kitchen, customers their own orders. */
export const HomePage = () => {
  const { workflow, me } = useWorkflow();
  const mayTry = me.roles.some((role) => role === 'admin' || role === 'local');
  return (
    <div className={styles.page}>
      <div className={styles.counter}>
        <div>
          <PageHeading title={workflow.title} className={styles.title}>
            {workflow.title}
          </PageHeading>
          <p className={styles.promise}>
            {t('counter.promise', { span: spanWords(workflow.promiseSeconds * 1_000) })}
          </p>
        </div>
        <OrderForm key={workflow.name} />
        {mayTry && <DemoPanel />}
      </div>
      {isStaff(me, workflow) ? <KitchenBoard key={workflow.name} /> : <OwnOrders key={workflow.name} />}
    </div>
  );
};

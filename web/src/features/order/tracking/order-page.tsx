import { useRef } from 'react';
import { Link } from 'wouter';
import { summarise } from '../../../lib/details/summary.ts';
import { useLiveOrders } from '../../../lib/live/use-live-orders.ts';
import { isClosed, type Order, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { OrderPicture } from '../../../ui/cupcake/order-picture.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import { PageHeading } from '../../../ui/page/page-heading.tsx';
import { CancelOrder } from './cancel-order.tsx';
import styles from './order-page.module.css';
import { OrderPromise } from './order-promise.tsx';
import { OrderSteps } from './order-steps.tsx';

/** Follows one order to its end. Whatever is shown has happened. */
export const OrderPage = ({ id }: { id: string }) => {
  const { workflow } = useWorkflow();
  const live = useLiveOrders({ workflow: workflow.name, filter: { ids: [id] } });
  // An archived order leaves the subscription; the open page keeps it.
  const last = useRef<Order>(undefined);
  const order = live.orders.get(id) ?? last.current;
  last.current = order;

  if (order) return <Followed order={order} />;
  return (
    <article className={styles.page}>
      <PageHeading title={`Order ${shortNumber(id)}`} className={styles.title}>
        Order {shortNumber(id)}
      </PageHeading>
      {live.problem ? (
        <Notice tone="bad" title="The order cannot be loaded now">
          <p>{live.problem.message} This page tries again by itself.</p>
        </Notice>
      ) : live.known ? (
        <Notice tone="warn" title="There is no such order">
          <p>
            The number may be mistyped, or the order is long finished and archived. Looked for:{' '}
            <code className={styles.id}>{id}</code>
          </p>
        </Notice>
      ) : (
        <p role="status" className={styles.loading}>
          Looking into the kitchen …
        </p>
      )}
      {(live.known || live.problem) && <BackLink />}
    </article>
  );
};

const Followed = ({ order }: { order: Order }) => {
  const { fields, hrefOf } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  const number = shortNumber(order.id);
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <OrderPicture details={order.details} className={styles.picture} />
        <div>
          <p className={styles.number}>Order {number}</p>
          <PageHeading title={`${headline}, order ${number}`} className={styles.title}>
            {[headline, ...rest].join(', ')}
          </PageHeading>
          <p className={styles.placed}>
            Placed at {timeOfDay(Date.parse(order.placedAt), currentTime())}
            {note && <span className={styles.note}>“{note}”</span>}
          </p>
        </div>
      </header>
      <OrderPromise order={order} />
      <OrderSteps order={order} />
      {!isClosed(order) && <CancelOrder order={order} />}
      <footer className={styles.foot}>
        <p>
          Keep this page's address to come back. Full number: <code className={styles.id}>{order.id}</code>
        </p>
        <p>
          <Link href={hrefOf(`/orders/${encodeURIComponent(order.id)}/history`)}>
            Everything that happened to it
          </Link>
        </p>
        <BackLink />
      </footer>
    </article>
  );
};

const BackLink = () => (
  <p>
    <Link href={`/${location.search}`}>Order something, or watch the kitchen</Link>
  </p>
);

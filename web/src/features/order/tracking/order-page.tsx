import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { summarise } from '../../../lib/details/summary.ts';
import { useLiveOrders } from '../../../lib/live/use-live-orders.ts';
import { isClosed, type Order, shortNumber } from '../../../lib/orders/order.ts';
import { screenStageOf } from '../../../lib/orders/rights.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { OrderPicture } from '../../../ui/cupcake/order-picture.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import { PageHeading } from '../../../ui/page/page-heading.tsx';
import { clearPending, loadPending } from '../sending/pending-orders.ts';
import { CancelOrder } from './cancel-order.tsx';
import styles from './order-page.module.css';
import { OrderPromise } from './order-promise.tsx';
import { OrderSteps } from './order-steps.tsx';
import { PendingOrderNotice } from './pending-order-notice.tsx';

const ShareOrder = lazy(async () => ({
  default: (await import('../sharing/share-order.tsx')).ShareOrder,
}));

/**
 * Follows one order to its end. Whatever is shown has happened.
 * @param byLink the page is that of a link, which may do nothing, and leads nowhere
 */
export const OrderPage = ({ id, byLink = false }: { id: string; byLink?: boolean }) => {
  const { workflow } = useWorkflow();
  const live = useLiveOrders({ workflow: workflow.name, filter: { ids: [id] } });
  // An archived order leaves the subscription; the open page keeps it.
  const last = useRef<Order>(undefined);
  const order = live.orders.get(id) ?? last.current;
  last.current = order;

  // Read once: it is deleted when the order is confirmed.
  const [pending] = useState(() => loadPending(id));
  const known = order !== undefined;
  useEffect(() => {
    if (known) clearPending(id);
  }, [known, id]);
  const title = t('tracker.title', { number: shortNumber(id) });

  if (order) return <Followed order={order} byLink={byLink} />;
  return (
    <article className={styles.page}>
      <PageHeading title={title} className={styles.title}>
        {title}
      </PageHeading>
      {pending && <PendingOrderNotice id={id} pending={pending} />}
      {live.problem ? (
        <Notice tone="bad" title={t('tracker.cannotLoad')}>
          <p>
            {live.problem.message} {t('tracker.triesAgain')}
          </p>
        </Notice>
      ) : pending ? null : live.known ? (
        <Notice tone="warn" title={t('tracker.none')}>
          <p>
            {t('tracker.noneWhy')} <code className={styles.id}>{id}</code>
          </p>
        </Notice>
      ) : (
        <p role="status" className={styles.loading}>
          {t('tracker.loading')}
        </p>
      )}
      {(live.known || live.problem) && !byLink && <BackLink />}
    </article>
  );
};

const Followed = ({ order, byLink }: { order: Order; byLink: boolean }) => {
  const { fields } = useWorkflow();
  const { headline, rest, note } = summarise(fields, order.details);
  const number = shortNumber(order.id);
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <OrderPicture details={order.details} className={styles.picture} />
        <div>
          <p className={styles.number}>{t('tracker.title', { number })}</p>
          <PageHeading title={`${headline} · ${t('tracker.title', { number })}`} className={styles.title}>
            {[headline, ...rest].join(', ')}
          </PageHeading>
          <p className={styles.placed}>
            {t('tracker.placedAt', { time: timeOfDay(Date.parse(order.placedAt), currentTime()) })}
            {note && <span className={styles.note}>{t('tracker.quoted', { text: note })}</span>}
          </p>
        </div>
      </header>
      <OrderPromise order={order} />
      <OrderSteps order={order} />
      {!byLink && <Actions order={order} />}
    </article>
  );
};

/** What its owner and staff can do. */
const Actions = ({ order }: { order: Order }) => {
  const { workflow, me, hrefOf } = useWorkflow();
  const isScreen = screenStageOf(me, workflow) !== undefined;
  return (
    <>
      {!isScreen && !isClosed(order) && <CancelOrder order={order} />}
      {!isScreen && (
        <Suspense>
          <ShareOrder order={order} />
        </Suspense>
      )}
      <footer className={styles.foot}>
        <p>
          {t('tracker.keepAddress')} <code className={styles.id}>{order.id}</code>
        </p>
        <p>
          <Link href={hrefOf(`/orders/${encodeURIComponent(order.id)}/history`)}>{t('tracker.history')}</Link>
        </p>
        <BackLink />
      </footer>
    </>
  );
};

const BackLink = () => (
  <p>
    <Link href={`/${location.search}`}>{t('tracker.back')}</Link>
  </p>
);

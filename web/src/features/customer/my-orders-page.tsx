import { useState } from 'react';
import { Link } from 'wouter';
import { MyClosedOrdersDocument } from '../../generated/graphql.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import type { Order } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { MyOrder } from './my-order.tsx';
import styles from './my-orders-page.module.css';

const pageSize = 20;
/** The server gives no more in one page. */
const most = 200;
/** A closed order no longer changes; the list is requested when one leaves the open ones. */
const askEvery = 60_000;

/** The caller's own orders: those under way live, those that ended below. */
export const MyOrdersPage = () => {
  const { workflow, hrefOf } = useWorkflow();
  const filter = { mine: true, status: ['OPEN', 'INCIDENT'] } as const;
  const open = useLiveOrders({ workflow: workflow.name, filter: { ...filter, status: [...filter.status] } });
  const [first, setFirst] = useState(pageSize);
  const variables = { workflow: workflow.name, first };
  const closed = usePolled(MyClosedOrdersDocument, variables, askEvery, open.departures);
  const ended = closed.data?.orders;
  const problem = open.problem?.message ?? closed.problem;
  const known = open.known && ended !== undefined;
  const shown = merged(ended?.edges.map(({ node }) => node) ?? [], open.gone.values(), open.orders.values());
  const none = known && shown.length === 0;
  return (
    <div className={styles.page}>
      <PageHeading title={t('myOrders.title')}>{t('myOrders.title')}</PageHeading>
      {problem && <Notice tone="warn" title={t('myOrders.incomplete', { problem })} />}
      {!known && !problem && (
        <p role="status" className={styles.loading}>
          {t('myOrders.loading')}
        </p>
      )}
      {none && (
        <Notice title={t('myOrders.none')}>
          <p>
            <Link href={hrefOf('/')}>{t('myOrders.orderSomething')}</Link>
          </p>
        </Notice>
      )}
      {/* At once, when both answers are there: a list that grows from two sides moves under the reader's eyes. */}
      {(known || problem) && shown.length > 0 && (
        <ul className={styles.list}>
          {shown.map((order) => (
            <li key={order.id}>
              <MyOrder order={order} />
            </li>
          ))}
        </ul>
      )}
      {ended && ended.totalCount > ended.edges.length && (
        <p className={styles.more}>
          {t('myOrders.shown', { shown: ended.edges.length, total: ended.totalCount })}
          {ended.edges.length < most && (
            <Button onClick={() => setFirst(Math.min(most, first * 2))}>{t('myOrders.more')}</Button>
          )}
        </p>
      )}
    </div>
  );
};

/** One list, last placed first: an order that ends stays where it is. Later versions replace earlier ones. */
const merged = (...sources: Iterable<Order>[]): Order[] => {
  const byId = new Map<string, Order>();
  for (const orders of sources) {
    for (const order of orders) {
      if (order.version >= (byId.get(order.id)?.version ?? 0)) byId.set(order.id, order);
    }
  }
  return [...byId.values()].sort((a, b) => (a.placedAt < b.placedAt ? 1 : -1));
};

import { useState } from 'react';
import { Link } from 'wouter';
import { MyClosedOrdersDocument } from '../../generated/graphql.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import type { Order } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeading } from '../../ui/page-heading.tsx';
import { MyOrder } from './my-order.tsx';
import styles from './my-orders-page.module.css';

const pageSize = 20;
/** The server gives no more in one page. */
const most = 200;
/** A closed order changes no more; the list is asked for when one leaves the open ones. */
const askEvery = 60_000;

/** The caller's own orders: those under way live, those that ended below. */
export const MyOrdersPage = () => {
  const { workflow, placeOf } = useWorkflow();
  const filter = { mine: true, status: ['OPEN', 'INCIDENT'] } as const;
  const open = useLiveOrders({ workflow: workflow.name, filter: { ...filter, status: [...filter.status] } });
  const [first, setFirst] = useState(pageSize);
  const variables = { workflow: workflow.name, first };
  const closed = usePolled(MyClosedOrdersDocument, variables, askEvery, open.departures);
  const ended = closed.data?.orders;
  const problem = open.problem?.message ?? closed.problem;
  const known = open.known && ended !== undefined;
  const none = known && open.orders.size === 0 && ended.totalCount === 0;
  return (
    <div className={styles.page}>
      <PageHeading title="My orders">My orders</PageHeading>
      {problem && <Notice tone="warn" title={`This list may be incomplete: ${problem}.`} />}
      {!known && !problem && (
        <p role="status" className={styles.loading}>
          Looking for your orders …
        </p>
      )}
      {none && (
        <Notice title="You have not ordered anything yet.">
          <p>
            <Link href={placeOf('/')}>Order something</Link>
          </p>
        </Notice>
      )}
      {open.orders.size > 0 && (
        <List title="On their way" orders={[...open.orders.values()].sort(lastPlacedFirst)} />
      )}
      {ended && ended.totalCount > 0 && (
        <>
          <List title="Done" orders={ended.edges.map(({ node }) => node)} />
          <p className={styles.more}>
            {ended.edges.length} of {ended.totalCount}
            {ended.totalCount > ended.edges.length && ended.edges.length < most && (
              <Button onClick={() => setFirst(Math.min(most, first * 2))}>Show more</Button>
            )}
          </p>
        </>
      )}
    </div>
  );
};

const List = ({ title, orders }: { title: string; orders: Order[] }) => (
  <section className={styles.section}>
    <h2>{title}</h2>
    <ul className={styles.list}>
      {orders.map((order) => (
        <li key={order.id}>
          <MyOrder order={order} />
        </li>
      ))}
    </ul>
  </section>
);

const lastPlacedFirst = (a: Order, b: Order): number => (a.placedAt < b.placedAt ? 1 : -1);

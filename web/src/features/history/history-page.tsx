import { Link } from 'wouter';
import { OrderHistoryDocument } from '../../generated/graphql.ts';
import { summarise } from '../../lib/details/summary.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import { shortNumber } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { EventList } from './event-list.tsx';
import styles from './history-page.module.css';

/** The log is read on the server: rarely by the clock, at once when the order changes. */
const askEvery = 60_000;

/** Everything that happened to an order, who did it and when. */
export const HistoryPage = ({ id }: { id: string }) => {
  const { workflow, fields, pathOf } = useWorkflow();
  const live = useLiveOrders({ workflow: workflow.name, filter: { ids: [id] } });
  const version = live.orders.get(id)?.version;
  const variables = { workflow: workflow.name, id };
  const { data, problem, ask } = usePolled(OrderHistoryDocument, variables, askEvery, version);
  const order = data?.order;
  const title = `History of order ${shortNumber(id)}`;
  const { headline, rest } = summarise(fields, order?.details);
  return (
    <article className={styles.page}>
      <header>
        <PageHeading title={title}>{title}</PageHeading>
        <p className={styles.what}>
          {order ? [headline, ...rest].join(', ') : '\u00a0'}
          {order?.customerId && ` · for ${order.customerId}`}
        </p>
        <p>
          <Link href={pathOf({ id })}>See the order as it is now</Link>
        </p>
      </header>
      {problem && (
        <Notice tone="warn" title={data ? 'This may be old: ' : 'The history cannot be read now: '}>
          <p>{problem}.</p>
          <p>
            <Button onClick={ask}>Try again</Button>
          </p>
        </Notice>
      )}
      {order && <EventList events={order.history.events} />}
      {order?.history.complete === false && (
        <Notice tone="warn" title="Later events are missing here">
          <p>The log was too long to be read to its end. The order's own page shows how it is now.</p>
        </Notice>
      )}
      {data && !order && (
        <Notice tone="warn" title="There is no such order">
          <p>The number may be mistyped, or the order is archived; its events stay in Kafka.</p>
        </Notice>
      )}
      {!data && !problem && (
        <p role="status" className={styles.loading}>
          Reading the log …
        </p>
      )}
    </article>
  );
};

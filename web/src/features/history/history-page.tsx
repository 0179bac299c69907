import { Link } from 'wouter';
import { OrderHistoryDocument } from '../../generated/graphql.ts';
import { summarise } from '../../lib/details/summary.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import { shortNumber } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
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
  const title = t('history.title', { number: shortNumber(id) });
  const { headline, rest } = summarise(fields, order?.details);
  return (
    <article className={styles.page}>
      <header>
        <PageHeading title={title}>{title}</PageHeading>
        <p className={styles.what}>
          {order ? [headline, ...rest].join(', ') : '\u00a0'}
          {order?.customerId && ` · ${t('history.for', { name: order.customerId })}`}
        </p>
        <p>
          <Link href={pathOf({ id })}>{t('history.now')}</Link>
        </p>
      </header>
      {problem && (
        <Notice tone="warn" title={t(data ? 'history.old' : 'history.unreadable')}>
          <p>{problem}.</p>
          <p>
            <Button onClick={ask}>{t('history.tryAgain')}</Button>
          </p>
        </Notice>
      )}
      {order && <EventList events={order.history.events} />}
      {order?.history.complete === false && (
        <Notice tone="warn" title={t('history.incomplete')}>
          <p>{t('history.incompleteWhy')}</p>
        </Notice>
      )}
      {data && !order && (
        <Notice tone="warn" title={t('tracker.none')}>
          <p>{t('history.noneWhy')}</p>
        </Notice>
      )}
      {!data && !problem && (
        <p role="status" className={styles.loading}>
          {t('history.loading')}
        </p>
      )}
    </article>
  );
};

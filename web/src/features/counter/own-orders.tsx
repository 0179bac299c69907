import { Link } from 'wouter';
import { OwnEstimatesDocument } from '../../generated/graphql.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import { isClosed, type Order } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { currentTime } from '../../lib/time/clock.ts';
import { Notice } from '../../ui/page/notice.tsx';
import styles from './own-orders.module.css';
import { Tracker } from './tracker.tsx';

/** Further ones are on the page of all own orders. */
const most = 6;
/** The queue before an order moves while the order stays where it is. */
const askEveryMs = 10_000;
/** One that ends stays for so long: nothing vanishes before it was read. */
const endedMs = 600_000;
const underWay = { mine: true, status: ['OPEN' as const, 'INCIDENT' as const] };

/** The customer's own orders at the counter, the last one first: where each is and when it will be ready. */
export const OwnOrders = () => {
  const { workflow, hrefOf } = useWorkflow();
  const live = useLiveOrders({ workflow: workflow.name, filter: underWay });
  const ended = [...live.gone.values()].filter(
    ({ updatedAt }) => currentTime() - Date.parse(updatedAt) < endedMs,
  );
  const orders = [...live.orders.values(), ...ended].sort((a, b) => (a.placedAt < b.placedAt ? 1 : -1));
  const shown = orders.slice(0, most);
  const estimates = useOwnEstimates(workflow.name, shown);
  return (
    <section className={styles.orders} aria-labelledby="own-orders">
      <h2 id="own-orders">{t('counter.title')}</h2>
      {live.problem && <Notice tone="warn" title={t('counter.problem', { message: live.problem.message })} />}
      {live.known && shown.length === 0 && <p className={styles.none}>{t('counter.none')}</p>}
      <ul className={styles.list}>
        {shown.map((order) => (
          <li key={order.id}>
            <Tracker order={order} estimate={estimates?.get(order.id)} />
          </li>
        ))}
      </ul>
      <p hidden={!live.known}>
        <Link href={hrefOf('/orders')} className={styles.all ?? ''}>
          {orders.length > most ? t('counter.more', { count: orders.length - most }) : t('counter.all')}
        </Link>
      </p>
    </section>
  );
};

/** The estimates of some orders by id, in one query; again when one of them has moved. */
const useOwnEstimates = (workflow: string, orders: readonly Order[]) => {
  const open = orders.filter((order) => !isClosed(order));
  const ids = open.map(({ id }) => id);
  const moved = open.map(({ id, version }) => `${id} ${version}`).join();
  const everyMs = open.length > 0 ? askEveryMs : 'never';
  const { data } = usePolled(OwnEstimatesDocument, { workflow, ids, first: most }, everyMs, moved);
  return data && new Map(data.orders.edges.map(({ node }) => [node.id, node.estimate]));
};

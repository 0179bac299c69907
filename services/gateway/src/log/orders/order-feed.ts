import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { resumeWindowMs } from '@cupcakery/workflow/contracts/topics';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { createOrderView, type OrderView } from '@cupcakery/workflow/views/view';
import type { Change } from '../change.ts';
import { createFeed, type Feed, type FeedOptions } from '../feed.ts';
import { changeOf, readAfter } from './order-change.ts';
import { createOrderIndex, type OrderIndex } from './order-index.ts';
import type { DeliveryOf } from './trace-delivery.ts';

/** A workflow's orders as of now, and the stream of their changes. */
export type OrderFeed = Feed<Order> & {
  readonly workflow: Workflow;
  readonly view: OrderView;
  /** Of the orders in the view. */
  readonly index: Pick<OrderIndex, 'groups' | 'ofCustomer'>;
};

export type OrderFeedOptions = Pick<FeedOptions<Order>, 'origin' | 'begin' | 'ringSize' | 'now'> & {
  workflow: Workflow;
  /** Orders in the view. */
  maxOrders: number;
  /** Called with a record that could not be read and was left out. */
  onUnreadable(record: KafkaRecord, error: unknown): void;
  /** Default: no change is traced. */
  deliveryOf?: DeliveryOf;
};

/** Closed orders leave the view this much later than archived, so that their tombstone is seen as a change. */
const expiryMarginMs = 600_000;

export function createOrderFeed(options: OrderFeedOptions): OrderFeed {
  const { workflow, maxOrders, onUnreadable, deliveryOf, ...common } = options;
  const index = createOrderIndex();
  const { archiveAfter } = workflow;
  const view = createOrderView({ archiveAfter, maxOrders, onReplaced: index.replace });

  /** The change of a record; undefined when it has none, or the view has a newer version already. */
  function applied(record: KafkaRecord): Change<Order> | undefined {
    const after = readAfter(record, onUnreadable);
    if (after === undefined || record.key === null) return undefined;
    const before = view.get(record.key);
    const isNews = view.apply(record.key, after);
    if (!isNews && after !== null) return undefined;
    return changeOf(record, record.key, before, after, deliveryOf?.(record));
  }

  const feed = createFeed<Order>({
    ...common,
    resumeWindowMs,
    changeOf: applied,
    expire: (now) => view.expire(now - expiryMarginMs),
  });
  return { ...feed, workflow, view, index };
}

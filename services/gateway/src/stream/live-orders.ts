import type { Order } from '@cupcakery/workflow/contracts/order';
import type { OrderFeed } from '../log/orders/order-feed.ts';
import type { LiveFeed } from './live-feed.ts';

/** A workflow's orders as of now, and the streams of their subscribers. */
export type LiveOrders = LiveFeed<Order, OrderFeed>;

import {
  type Connection,
  type ConnectionOptions,
  type ConnectionParams,
  openConnection,
} from './connection.ts';
import { type LiveSet, watchSet } from './live-set.ts';
import { type Order, orderFields, readOrders, readTickets, type Ticket } from './orders.ts';

/** A kitchen app's way to Cupcakery: live orders and tickets, and how the connection is. */
export type Cupcakery = Pick<Connection, 'link' | 'retryNow'> & {
  /** The connection itself, for subscriptions of one's own: `openStream`, `watchSet`. */
  connection: Connection;
  /** The orders that match; all that the caller may see without a filter. */
  orders(options?: { workflow?: string; filter?: Record<string, unknown> }): LiveSet<Order>;
  /** The tickets that wait or are in work at a stage. */
  tickets(options: { workflow?: string; stage: string }): LiveSet<Ticket>;
  /** Closes the connection; sets that are still watched stay as they are. */
  stop(): void;
};

const ordersQuery = `subscription Orders($workflow: String!, $filter: OrderFilter, $after: Cursor) {
  orders(workflow: $workflow, filter: $filter, after: $after) { cursor kind removed orders { ${orderFields} } }
}`;
const ticketsQuery = `subscription Tickets($workflow: String!, $stage: String!, $after: Cursor) {
  tickets(workflow: $workflow, stage: $stage, after: $after) {
    cursor kind removed tickets { stage visit status readyAt recalled order { ${orderFields} } }
  }
}`;

/**
 * Connects, and stays connected for ever: after every loss it comes back by itself and misses nothing.
 * @param options.url of `/graphql`, ws: or wss:
 * @param options.who the caller, asked at each connection: `{ authorization: 'Bearer …' }`
 */
export const connectCupcakery = (
  options: { url: string; who?: () => ConnectionParams | Promise<ConnectionParams> } & ConnectionOptions,
): Cupcakery => {
  const connection = openConnection(options.url, options.who, options);
  const named = (workflow: string | undefined) => ({ workflow: workflow ?? 'cupcakes' });
  return {
    connection,
    link: connection.link,
    retryNow: () => connection.retryNow(),
    orders: ({ workflow, filter } = {}) =>
      watchSet({
        connection,
        query: ordersQuery,
        variables: { ...named(workflow), ...(filter ? { filter } : {}) },
        read: readOrders,
      }),
    tickets: ({ workflow, stage }) =>
      watchSet({
        connection,
        query: ticketsQuery,
        variables: { ...named(workflow), stage },
        read: readTickets,
      }),
    stop: () => connection.stop(),
  };
};

import {
  type Connection,
  type ConnectionOptions,
  type ConnectionParamsSource,
  openConnection,
} from './connection.ts';
import { type LiveSet, watchSet } from './live-set.ts';
import { type Order, orderFields, readOrders, readTickets, type Ticket } from './orders.ts';

/** What a kitchen app uses of Cupcakery: live orders and tickets, and the state of the connection. */
export type Cupcakery = Pick<Connection, 'link' | 'retryNow'> & {
  /** The connection itself, for custom subscriptions: `openStream`, `watchSet`. */
  connection: Connection;
  /** The orders that match; all that the caller may see without a filter. */
  orders(options?: { workflow?: string; filter?: Record<string, unknown> }): LiveSet<Order>;
  /** The tickets that are waiting or in work at a stage. */
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
 * Connects and stays connected: after every loss it reconnects automatically and misses nothing.
 * @param options.url of `/graphql`, ws: or wss:
 * @param options.who returns the caller's credentials, called at each connection: `{ authorization: 'Bearer …' }`
 */
export function connectCupcakery(
  options: { url: string; who?: ConnectionParamsSource } & ConnectionOptions,
): Cupcakery {
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
}

import type { OrderChange } from './order-set.ts';

/** An order as these subscriptions select it; times are RFC 3339 UTC. */
export type Order = {
  id: string;
  workflow: string;
  version: number;
  visit: number;
  status: 'OPEN' | 'INCIDENT' | 'FINISHED' | 'CANCELLED' | 'SCRAPPED';
  stage: string;
  stageStatus: 'WAITING' | 'STARTED' | 'CLAIMED' | 'DONE';
  claimedBy: string | null;
  /** The person who has it: names may be anybody's. Null for customers, and for claims from before there were subjects. */
  claimedActor: { sub: string; via: string | null } | null;
  /** By the workflow's JSON Schema. */
  details: Record<string, unknown>;
  placedAt: string;
  promisedAt: string;
  updatedAt: string;
  rushed: boolean;
  held: boolean;
};

/** An order as the people of one stage see it; id and version are the order's. */
export type Ticket = {
  id: string;
  version: number;
  stage: string;
  visit: number;
  status: Order['stageStatus'];
  readyAt: string;
  recalled: boolean;
  order: Order;
};

/** The fields of `Order` in a subscription's text. */
export const orderFields =
  'id workflow version visit status stage stageStatus claimedBy claimedActor { sub via } details placedAt promisedAt updatedAt rushed held';

type Answer<Name extends string, Item> = Record<
  Name,
  { cursor: string; kind: 'SNAPSHOT' | 'CHANGE'; removed: string[] } & Record<Name, Item[]>
>;
type Change<T extends { id: string; version: number }> = OrderChange<T> & { cursor: string };

/** The payload of the subscription `orders`; its shape is the server's promise, checked there by the schema. */
export function readOrders(data: unknown): Change<Order> | undefined {
  return (data as Answer<'orders', Order> | null)?.orders;
}

export function readTickets(data: unknown): Change<Ticket> | undefined {
  const payload = (data as Answer<'tickets', Omit<Ticket, 'id' | 'version'>> | null)?.tickets;
  if (!payload) return undefined;
  const { tickets, ...rest } = payload;
  return {
    ...rest,
    orders: tickets.map((ticket) => ({ ...ticket, id: ticket.order.id, version: ticket.order.version })),
  };
}

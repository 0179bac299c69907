import type { LiveState } from '@cupcakery/client/live-set';
import { stringifyDocument } from '@urql/core';
import { TicketChangesDocument, type TicketChangesSubscription } from '../../generated/graphql.ts';
import type { Order } from '../orders/order.ts';
import { useFirstTickets } from './use-first-tickets.ts';
import { useLiveSet } from './use-live-set.ts';

/**
 * `orders` are those with a ticket at the stage; `gone` has the current state of those that left. `total`: the stage has
 * more tickets than a subscription can carry; these are the oldest, and that is the number of all.
 */
export type LiveTickets = LiveState<Order> & { total?: number };

const query = stringifyDocument(TicketChangesDocument);

// A ticket is its order as one stage sees it: the order contains all that a board needs.
const read = (data: unknown) => {
  const payload = (data as TicketChangesSubscription | null)?.tickets;
  return payload && { ...payload, orders: payload.tickets.map(({ order }) => order) };
};

/** The tickets of a stage, live. Another workflow or stage starts afresh. */
export const useLiveTickets = (workflow: string, stage: string): LiveTickets => {
  const live = useLiveSet(query, { workflow, stage }, read);
  // The subscription tries again by itself, until it can be served.
  const first = useFirstTickets(workflow, stage, live.problem?.code === 'SNAPSHOT_TOO_LARGE');
  return first ?? live;
};

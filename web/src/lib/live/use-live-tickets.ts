import type { LiveState } from '@cupcakery/client/live-set';
import { stringifyDocument } from '@urql/core';
import { TicketChangesDocument, type TicketChangesSubscription } from '../../generated/graphql.ts';
import type { Order } from '../orders/order.ts';
import { useLiveSet } from './use-live-set.ts';

/** `orders` are those with a ticket at the stage; `gone` tells where the others went. */
export type LiveTickets = LiveState<Order>;

const query = stringifyDocument(TicketChangesDocument);

// A ticket is its order as one stage sees it: what a board needs of it stands in the order too.
const read = (data: unknown) => {
  const payload = (data as TicketChangesSubscription | null)?.tickets;
  return payload && { ...payload, orders: payload.tickets.map(({ order }) => order) };
};

/** The tickets of a stage, live. Another workflow or stage begins anew. */
export const useLiveTickets = (workflow: string, stage: string): LiveTickets =>
  useLiveSet(query, { workflow, stage }, read);

import type { LiveState } from '@cupcakery/client/live-set';
import { stringifyDocument } from '@urql/core';
import { TicketChangesDocument, type TicketChangesSubscription } from '../../generated/graphql.ts';
import type { Order } from '../orders/order.ts';
import { useLiveSet } from './use-live-set.ts';

/** `orders` are those with a ticket at the stage; `gone` has the current state of those that left. */
export type LiveTickets = LiveState<Order>;

const query = stringifyDocument(TicketChangesDocument);

// A ticket is its order as one stage sees it: the order contains all that a board needs.
const read = (data: unknown) => {
  const payload = (data as TicketChangesSubscription | null)?.tickets;
  return payload && { ...payload, orders: payload.tickets.map(({ order }) => order) };
};

/** The tickets of a stage, live. Another workflow or stage starts afresh. */
export const useLiveTickets = (workflow: string, stage: string): LiveTickets =>
  useLiveSet(query, { workflow, stage }, read);

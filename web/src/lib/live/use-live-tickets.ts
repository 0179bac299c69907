import { stringifyDocument } from '@urql/core';
import { useMemo } from 'react';
import {
  OldestTicketsDocument,
  TicketChangesDocument,
  type TicketChangesSubscription,
} from '../../generated/graphql.ts';
import { usePolled } from '../graphql/use-polled.ts';
import { areTooMany, type LiveTickets, withOldest } from './oldest-tickets.ts';
import { useLiveSet } from './use-live-set.ts';

export type { LiveTickets } from './oldest-tickets.ts';

/** As many as the server gives in one answer. */
const maxOldest = 500;
const pollEveryMs = 3_000;

const query = stringifyDocument(TicketChangesDocument);

// A ticket is its order as one stage sees it: the order contains all that a board needs.
const read = (data: unknown) => {
  const payload = (data as TicketChangesSubscription | null)?.tickets;
  return payload && { ...payload, orders: payload.tickets.map(({ order }) => order) };
};

/**
 * The tickets of a stage, live. Another workflow or stage starts afresh. Of more tickets than the server sends at once the
 * oldest, every few seconds, with the number of all.
 */
export const useLiveTickets = (workflow: string, stage: string): LiveTickets => {
  const live = useLiveSet(query, { workflow, stage }, read);
  const tooMany = areTooMany(live);
  const variables = { workflow, stage, first: maxOldest };
  const { data, answeredAt } = usePolled(OldestTicketsDocument, variables, tooMany ? pollEveryMs : 'never');
  return useMemo(
    () => (tooMany && data ? withOldest(live, data, stage, answeredAt) : live),
    [tooMany, live, data, stage, answeredAt],
  );
};

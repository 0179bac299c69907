import type { Client, CombinedError } from 'urql';
import {
  ClaimTicketDocument,
  CompleteTicketDocument,
  FailTicketDocument,
  MarkOrderDocument,
  type OrderResultFieldsFragment,
  RecallTicketDocument,
  ReleaseTicketDocument,
} from '../../generated/graphql.ts';
import type { Pending, Reply } from './wishes.ts';

/** Sends a wish once; never throws. */
export const sendWish = async (client: Client, pending: Pending): Promise<Reply> => {
  const { wish, order, stage, key } = pending;
  const base = { workflow: order.workflow, orderId: order.id, idempotencyKey: key };
  const ticket = { ...base, stage, visit: order.visit };
  switch (wish.kind) {
    case 'complete': {
      const input = { ...ticket, ...(wish.outcome === undefined ? {} : { outcome: wish.outcome }) };
      const { data, error } = await client.mutation(CompleteTicketDocument, { input }).toPromise();
      return replyOf(data?.completeTicket, error);
    }
    case 'claim': {
      const { data, error } = await client.mutation(ClaimTicketDocument, { input: ticket }).toPromise();
      return replyOf(data?.claimTicket, error);
    }
    case 'release': {
      const { data, error } = await client.mutation(ReleaseTicketDocument, { input: ticket }).toPromise();
      return replyOf(data?.releaseTicket, error);
    }
    case 'recall': {
      // Without the visit: finishing the ticket was a new one.
      const input = { ...base, stage };
      const { data, error } = await client.mutation(RecallTicketDocument, { input }).toPromise();
      return replyOf(data?.recallTicket, error);
    }
    case 'fail': {
      const input = { ...ticket, reason: wish.reason };
      const { data, error } = await client.mutation(FailTicketDocument, { input }).toPromise();
      return replyOf(data?.failTicket, error);
    }
    case 'mark': {
      const { rushed, held } = wish;
      const input = {
        ...base,
        ...(rushed === undefined ? {} : { rushed }),
        ...(held === undefined ? {} : { held }),
      };
      const { data, error } = await client.mutation(MarkOrderDocument, { input }).toPromise();
      return replyOf(data?.markOrder, error);
    }
    default:
      return wish satisfies never;
  }
};

// Refusals come as data; GraphQL errors are what the schema does not foresee.
const replyOf = (result: OrderResultFieldsFragment | undefined, error: CombinedError | undefined): Reply =>
  result ?? { lost: error?.networkError ? 'the kitchen did not answer' : (error?.message ?? 'no answer') };

import type { Client, CombinedError } from '@urql/preact';
import {
  ClaimTicketDocument,
  CompleteTicketDocument,
  FailTicketDocument,
  MarkOrderDocument,
  type OrderResultFieldsFragment,
  RecallTicketDocument,
  ReleaseTicketDocument,
} from '../../generated/graphql.ts';
import { t } from '../texts/texts.ts';
import type { PendingCommand, Reply } from './command-queue.ts';

/** Sends a command once; never throws. */
export const sendCommand = async (client: Client, pending: PendingCommand): Promise<Reply> => {
  const { command, order, stage, key, cook } = pending;
  const base = { workflow: order.workflow, orderId: order.id, idempotencyKey: key };
  const worker = cook === undefined ? {} : { cook };
  const ticket = { ...base, ...worker, stage, visit: order.visit };
  switch (command.kind) {
    case 'complete': {
      const input = { ...ticket, ...(command.outcome === undefined ? {} : { outcome: command.outcome }) };
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
      const input = { ...base, ...worker, stage };
      const { data, error } = await client.mutation(RecallTicketDocument, { input }).toPromise();
      return replyOf(data?.recallTicket, error);
    }
    case 'fail': {
      const input = { ...ticket, reason: command.reason };
      const { data, error } = await client.mutation(FailTicketDocument, { input }).toPromise();
      return replyOf(data?.failTicket, error);
    }
    case 'mark': {
      const { rushed, held } = command;
      const input = {
        ...base,
        ...(rushed === undefined ? {} : { rushed }),
        ...(held === undefined ? {} : { held }),
      };
      const { data, error } = await client.mutation(MarkOrderDocument, { input }).toPromise();
      return replyOf(data?.markOrder, error);
    }
    default:
      return command satisfies never;
  }
};

// Refusals arrive as data; GraphQL errors are what the schema does not describe.
const replyOf = (result: OrderResultFieldsFragment | undefined, error: CombinedError | undefined): Reply =>
  result ?? { lost: error?.networkError || !error ? t('placing.noAnswer') : error.message };

import { useCallback } from 'react';
import { useClient } from 'urql';
import { PlaceOrderDocument } from '../../../generated/graphql.ts';
import { type Outcome, type Reply, sendOrder } from './send-order.ts';

/** How to place an order of a workflow: details and idempotency key in, what became of it out. Never throws. */
export const usePlaceOrder = (
  workflow: string,
): ((details: unknown, idempotencyKey: string) => Promise<Outcome>) => {
  const client = useClient();
  return useCallback(
    (details, idempotencyKey) =>
      sendOrder(async (): Promise<Reply> => {
        const input = { workflow, details, idempotencyKey };
        const { data, error } = await client.mutation(PlaceOrderDocument, { input }).toPromise();
        if (data) return data.placeOrder;
        // Refusals come as data; GraphQL errors are what the schema does not foresee.
        return { lost: error?.networkError ? 'the kitchen did not answer' : (error?.message ?? 'no answer') };
      }),
    [client, workflow],
  );
};

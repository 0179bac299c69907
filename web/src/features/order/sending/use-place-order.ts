import { useClient } from '@urql/preact';
import { useCallback } from 'react';
import { PlaceOrderDocument } from '../../../generated/graphql.ts';
import { t } from '../../../lib/texts/texts.ts';
import { type Outcome, type Reply, type Retry, sendOrder } from './send-order.ts';

/**
 * Places an order of a workflow: details and idempotency key in, the outcome out. Never throws. `onRetry` is called
 * before each repeated request.
 */
export const usePlaceOrder = (
  workflow: string,
): ((details: unknown, idempotencyKey: string, onRetry?: (retry: Retry) => void) => Promise<Outcome>) => {
  const client = useClient();
  return useCallback(
    (details, idempotencyKey, onRetry) =>
      sendOrder(async (): Promise<Reply> => {
        const input = { workflow, details, idempotencyKey };
        const { data, error } = await client.mutation(PlaceOrderDocument, { input }).toPromise();
        if (data) return data.placeOrder;
        // Refusals arrive as data; GraphQL errors are what the schema does not describe.
        return { lost: error?.networkError || !error ? t('placing.noAnswer') : error.message };
      }, onRetry),
    [client, workflow],
  );
};

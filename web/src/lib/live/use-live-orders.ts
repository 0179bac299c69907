import type { LiveState } from '@cupcakery/client/live-set';
import { stringifyDocument } from '@urql/core';
import {
  OrderChangesDocument,
  type OrderChangesSubscription,
  type OrderChangesSubscriptionVariables,
} from '../../generated/graphql.ts';
import type { Order } from '../orders/order.ts';
import { useLiveSet } from './use-live-set.ts';

export type LiveOrders = LiveState<Order>;

const query = stringifyDocument(OrderChangesDocument);
const read = (data: unknown) => (data as OrderChangesSubscription | null)?.orders;

/** The orders of a filter, live. A change of workflow or filter starts afresh. */
export const useLiveOrders = (
  variables: Pick<OrderChangesSubscriptionVariables, 'workflow' | 'filter'>,
): LiveOrders => useLiveSet(query, variables, read);

import type { GraphQLSchema } from 'graphql';
import { createSchema } from 'graphql-yoga';
import type { GatewayContext } from '../context/context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { backlogSubscription } from '../operations/backlog-subscription.ts';
import { mutations } from '../operations/mutations.ts';
import { queries } from '../operations/queries.ts';
import { staffQueries } from '../operations/staff-queries.ts';
import { subscriptions } from '../operations/subscriptions.ts';
import { fieldRights } from '../rights/field-rights.ts';
import { guardFields } from '../rights/guard-fields.ts';
import { collectionTypes, itemTypes } from '../shop/item-types.ts';
import { shopMutations } from '../shop/shop-mutations.ts';
import { shopQueries } from '../shop/shop-queries.ts';
import { shopSubscription } from '../shop/shop-subscription.ts';
import { backlogTypes } from '../types/backlog-types.ts';
import { dateTime } from '../types/date-time.ts';
import { incidentTypes } from '../types/incident-types.ts';
import { orderTypes } from '../types/order-types.ts';
import { workflowTypes } from '../types/workflow-types.ts';
import type { TypedSchema } from './typed-schema.ts';

/**
 * The executable schema: the text with its resolvers.
 * @param typed resolvers of what the workflows add to the text
 */
export function buildSchema(sdl: string, typed: TypedSchema['resolvers'] = {}): GraphQLSchema {
  const resolvers: Resolvers = {
    ...orderTypes,
    ...workflowTypes,
    ...incidentTypes,
    ...backlogTypes,
    ...collectionTypes,
    ...itemTypes,
    DateTime: dateTime,
    Query: guardFields(fieldRights.Query, { ...queries, ...staffQueries, ...shopQueries }),
    Mutation: { ...mutations, ...shopMutations },
    Subscription: guardFields(fieldRights.Subscription, {
      ...subscriptions,
      ...backlogSubscription,
      ...shopSubscription,
    }),
  };
  return createSchema<GatewayContext>({ typeDefs: sdl, resolvers: [resolvers, typed] });
}

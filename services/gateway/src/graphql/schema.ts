import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { createSchema } from 'graphql-yoga';
import type { Resolvers } from '../generated/resolvers.ts';
import type { TypedSchema } from '../typed/typed-schema.ts';
import { backlogSubscription } from './backlog-subscription.ts';
import type { GatewayContext } from './context.ts';
import { dateTime } from './date-time.ts';
import { incidentTypes } from './incident-types.ts';
import { mutations } from './mutations.ts';
import { orderTypes } from './order-types.ts';
import { queries } from './queries.ts';
import { schemaFile } from './schema-file.ts';
import { staffQueries } from './staff-queries.ts';
import { subscriptions } from './subscriptions.ts';
import { workflowTypes } from './workflow-types.ts';

/** The schema's text as it is published. */
export function readSdl(): string {
  return readFileSync(schemaFile, 'utf8');
}

/**
 * The executable schema: the text with our resolvers.
 * @param typed resolvers of what the workflows add to the text
 */
export function buildSchema(sdl: string, typed: TypedSchema['resolvers'] = {}): GraphQLSchema {
  const resolvers: Resolvers = {
    ...orderTypes,
    ...workflowTypes,
    ...incidentTypes,
    DateTime: dateTime,
    Query: { ...queries, ...staffQueries },
    Mutation: mutations,
    Subscription: { ...subscriptions, ...backlogSubscription },
  };
  return createSchema<GatewayContext>({ typeDefs: sdl, resolvers: [resolvers, typed] });
}

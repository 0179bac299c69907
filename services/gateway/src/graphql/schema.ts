import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { createSchema } from 'graphql-yoga';
import type { Resolvers } from '../generated/resolvers.ts';
import type { GatewayContext } from './context.ts';
import { mutations } from './mutations.ts';
import { orderTypes } from './order-types.ts';
import { queries } from './queries.ts';
import { schemaFile } from './schema-file.ts';
import { subscriptions } from './subscriptions.ts';

/** The schema's text as it is published. */
export function readSdl(): string {
  return readFileSync(schemaFile, 'utf8');
}

/** The executable schema: the text with our resolvers. */
export function buildSchema(sdl: string): GraphQLSchema {
  const resolvers: Resolvers = {
    ...orderTypes,
    Query: queries,
    Mutation: mutations,
    Subscription: subscriptions,
  };
  return createSchema<GatewayContext>({ typeDefs: sdl, resolvers });
}

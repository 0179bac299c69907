import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga, filter, pipe } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { OrderRecord } from '../records/documents.ts';
import { readOrders } from './read-orders.ts';

/** graphql-yoga, graphql-ws and createPubSub combined as their documentation shows, with the gateway's schema. */
const env = z
  .object({ KAFKA_BROKERS: z.string(), PORT: z.coerce.number(), TOPIC: z.string() })
  .parse(process.env);
const pubSub = createPubSub<{ order: [id: string, order: OrderRecord]; orders: [order: OrderRecord] }>();
const cursor = 'x'.repeat(26);
type Filter = { mine?: boolean | null; stages?: string[] | null };
type Context = { user: string };

const schema = createSchema<Context>({
  typeDefs: readFileSync(new URL('../../../../../gateway/schema.graphql', import.meta.url), 'utf8'),
  resolvers: {
    Order: {
      status: ({ status }: OrderRecord) => status.toUpperCase(),
      stageStatus: ({ stageStatus }: OrderRecord) => stageStatus.toUpperCase(),
      atRisk: ({ promisedAt }: OrderRecord) => Date.parse(promisedAt) < Date.now(),
    },
    Subscription: {
      order: {
        subscribe: (_root: unknown, { id }: { id: string }) => pubSub.subscribe('order', id),
        resolve: (order: OrderRecord) => ({ cursor, kind: 'CHANGE', order }),
      },
      orders: {
        subscribe: (_root: unknown, { filter: wanted }: { filter?: Filter | null }, { user }: Context) =>
          pipe(
            pubSub.subscribe('orders'),
            filter(
              (order: OrderRecord) =>
                (!wanted?.mine || order.customerId === user) &&
                (!wanted?.stages || wanted.stages.includes(order.stage)),
            ),
          ),
        resolve: (order: OrderRecord) => ({ cursor, kind: 'CHANGE', removed: [], orders: [order] }),
      },
    },
  },
});

const yoga = createYoga<object, Context>({ schema, logging: false });
const httpServer = createServer(yoga);
const webSockets = new WebSocketServer({ server: httpServer, path: yoga.graphqlEndpoint });
type Enveloped = Pick<ReturnType<typeof yoga.getEnveloped>, 'execute' | 'subscribe'>;
useServer(
  {
    execute: (args) => (args.rootValue as Enveloped).execute(args),
    subscribe: (args) => (args.rootValue as Enveloped).subscribe(args),
    onSubscribe: async (context, _id, params) => {
      const user = String(context.extra.request.headers['x-cupcakery-user']);
      const enveloped = yoga.getEnveloped({ ...context, params, user });
      const document = enveloped.parse(params.query);
      const errors = enveloped.validate(enveloped.schema, document);
      if (errors.length > 0) return errors;
      return {
        schema: enveloped.schema,
        operationName: params.operationName,
        document,
        variableValues: params.variables,
        contextValue: { ...(await enveloped.contextFactory()), user },
        rootValue: { execute: enveloped.execute, subscribe: enveloped.subscribe },
      };
    },
  },
  webSockets,
);
await new Promise<void>((resolve) => httpServer.listen(env.PORT, '127.0.0.1', resolve));
await readOrders(
  { brokers: env.KAFKA_BROKERS, topic: env.TOPIC, group: `stock-${env.PORT}`, fromBeginning: false },
  (order) => {
    pubSub.publish('order', order.id, order);
    pubSub.publish('orders', order);
  },
);
process.stdout.write('{"ready":true}\n');
process.on('SIGTERM', () => process.exit(0));

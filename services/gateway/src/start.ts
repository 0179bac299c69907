import { createAuthenticator, oidcOptions } from '@cupcakery/kit/auth/create-authenticator';
import { ConfigError } from '@cupcakery/kit/config';
import { readTextFile, readTextFiles } from '@cupcakery/kit/files';
import { type HttpServer, serveHttp } from '@cupcakery/kit/http/server';
import { clusterIdOf } from '@cupcakery/kit/kafka/admin/cluster-id';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { parseWorkflows, workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import type { Config } from './config.ts';
import { getOrThrow, type Services } from './graphql/context/context.ts';
import { createPersistedOperations, readPersistedOperations } from './graphql/limits/persisted-operations.ts';
import { buildSchema } from './graphql/schema/schema.ts';
import { readSdl } from './graphql/schema/schema-file.ts';
import { typedSchemaOf } from './graphql/schema/typed-schema.ts';
import { createOrderHistories } from './history/order-histories.ts';
import { startIncidents } from './incidents/start-incidents.ts';
import { startLagSource } from './lag/lag-source.ts';
import { createOrderApi } from './order-api/order-api-client.ts';
import { createWorkflowStats } from './stats/workflow-stats.ts';
import { startFeeds } from './stream/start-feeds.ts';
import { createClientConnections } from './transport/clients/client-connections.ts';
import { createStreamObserver } from './transport/clients/stream-observer.ts';
import { createEngine } from './transport/engine/engine.ts';
import { createHttpApp } from './transport/http/http-app.ts';
import { createWebSocketUpgrade } from './transport/websocket/websocket-upgrade.ts';

/** Starts the gateway for all workflows of the folder, once it has read their orders; it stops with the lifecycle. */
export async function start(
  config: Config,
  { log, lifecycle, registry }: MainContext,
): Promise<Pick<HttpServer, 'port' | 'url'>> {
  const workflows = parseWorkflows(readTextFiles(config.WORKFLOWS_DIR, workflowFileEndings));
  const authenticator = createAuthenticator({ oidc: oidcOptions(config), host: config.HOST, log });
  const prepared = authenticator.prepare(lifecycle.signal);
  const metrics = createMetrics(registry);
  const kafka = createKafkaClient(kafkaSettings(config, 'gateway'), log);
  lifecycle.setReady('orders', false, 'reading the orders');
  const clusterId = await clusterIdOf(kafka, lifecycle.signal);
  const now = Date.now;
  const observer = createStreamObserver(metrics, now);
  const feeds = await startFeeds(
    {
      kafka,
      clusterId,
      workflows,
      maxOrders: config.MAX_ORDERS,
      ringSize: config.RESUME_EVENTS,
      limits: {
        maxQueue: config.MAX_QUEUE,
        maxQueueBytes: config.MAX_QUEUE_BYTES,
        maxSnapshot: config.MAX_SNAPSHOT,
        stallMs: config.STALL_MS,
        refreshMs: config.CURSOR_REFRESH_MS,
      },
      maxFrameBytes: config.MAX_FRAME_BYTES,
      metrics,
      log,
      onDelivered: observer.delivered,
    },
    lifecycle,
  );

  const orderApi = createOrderApi({ url: config.ORDER_API_URL, timeoutMs: config.ORDER_API_TIMEOUT_MS, log });
  const incidents = await startIncidents({ kafka, feeds, metrics, log }, lifecycle);
  const lag =
    config.LAG_EXPORTER_URL === undefined ? undefined : startLagSource({ url: config.LAG_EXPORTER_URL, log });
  lifecycle.onStop('lag', () => lag?.stop());
  const stats = new Map([...feeds].map(([name, live]) => [name, createWorkflowStats(live, now, lag)]));
  const history = createOrderHistories({
    kafka,
    partitionsOf: (name) => getOrThrow(feeds, name).feed.offsets.length,
    onUnreadable: ({ topic, partition, offset }, err) =>
      log.error({ err, topic, partition, offset }, 'an event cannot be read; it is missing in a history'),
    signal: lifecycle.signal,
  });
  const services: Services = { workflows, feeds, incidents, stats, history, orderApi, now };
  // The schema is published, so hiding it from introspection protects nothing but the time it takes.
  const graphiql = config.GRAPHIQL ?? authenticator.mode === 'local';
  const { sdl, resolvers } = typedSchemaOf(workflows.values(), readSdl());
  const persisted = persistedOf(config);
  const schema = buildSchema(sdl, resolvers);
  const yoga = createEngine({ schema, services, introspection: graphiql, persisted, log });
  const connections = createClientConnections({
    max: config.MAX_STREAMS,
    maxPerUser: config.MAX_STREAMS_PER_USER,
    maxPerAddress: config.MAX_STREAMS_PER_ADDRESS,
    maxSubscriptionsPerUser: config.MAX_SUBSCRIPTIONS_PER_USER,
  });
  const trustedProxies = config.TRUSTED_PROXIES;
  const shared = { yoga, authenticator, connections, observer, trustedProxies, log };

  await prepared;
  const server = await serveHttp({
    app: createHttpApp({ ...shared, sdl, graphiql, metrics }),
    host: config.HOST,
    port: config.PORT,
    log,
    shutdown: lifecycle,
    websocketUpgrade: createWebSocketUpgrade({
      ...shared,
      maxSubscriptions: config.MAX_SUBSCRIPTIONS,
      persisted,
    }),
  });
  lifecycle.onStop('http', () => server.stop());
  lifecycle.onStop('streams', () => connections.drain(config.CLOSE_SPREAD_MS));
  lifecycle.setReady('orders', true);
  return { port: server.port, url: server.url };
}

function persistedOf({ PERSISTED_OPERATIONS: file, PERSISTED_ONLY: only }: Config) {
  if (file !== undefined) return createPersistedOperations(readPersistedOperations(readTextFile(file)), only);
  if (only) throw new ConfigError('PERSISTED_ONLY needs PERSISTED_OPERATIONS, the file that lists them');
  return undefined;
}

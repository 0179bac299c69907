import {
  type Collections,
  collectionFileEndings,
  parseCollections,
} from '@cupcakery/collections/file/collection-files';
import { createAuthenticator, oidcOptions } from '@cupcakery/kit/auth/create-authenticator';
import { originOptions } from '@cupcakery/kit/auth/origin-rules';
import { withCredentials } from '@cupcakery/kit/auth/with-credentials';
import { ConfigError } from '@cupcakery/kit/config';
import { readTextFile, readTextFiles } from '@cupcakery/kit/files';
import { type HttpServer, serveHttp } from '@cupcakery/kit/http/server';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import { prepareSignIn } from '@cupcakery/kit/process/prepare-sign-in';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { startTracing } from '@cupcakery/kit/tracing/start-tracing';
import { claimsOf } from '@cupcakery/workflow/access/caller';
import { parseWorkflows, workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import type { Config } from './config.ts';
import { createDocumentCache } from './graphql/limits/document-cache.ts';
import {
  createPersistedOperations,
  type PersistedOperations,
  readPersistedOperations,
} from './graphql/limits/persisted-operations.ts';
import { buildSchema } from './graphql/schema/schema.ts';
import { readSdl } from './graphql/schema/schema-file.ts';
import { typedSchemaOf } from './graphql/schema/typed-schema.ts';
import { followStaff, type IssuedTokens } from './staff/follow-staff.ts';
import { startServices } from './start-services.ts';
import { createClientConnections } from './transport/clients/client-connections.ts';
import { createClientRates } from './transport/clients/client-rates.ts';
import { createStreamObserver } from './transport/clients/stream-observer.ts';
import { createEngine } from './transport/engine/engine.ts';
import { createHttpApp } from './transport/http/http-app.ts';
import { createWebSocketUpgrade } from './transport/websocket/websocket-upgrade.ts';

/** Starts the gateway for all workflows of the folder, once it has read their orders; it stops with the lifecycle. */
export async function start(
  config: Config,
  { log, lifecycle, registry, now }: MainContext,
): Promise<Pick<HttpServer, 'port' | 'url'>> {
  const workflows = parseWorkflows(readTextFiles(config.WORKFLOWS_DIR, workflowFileEndings));
  const collections = collectionsOf(config);
  const provider = createAuthenticator({
    oidc: oidcOptions(config),
    claims: claimsOf(workflows.values()),
    host: config.HOST,
    log,
  });
  const prepared = prepareSignIn(provider, lifecycle);
  const metrics = createMetrics(registry);
  const observer = createStreamObserver(metrics, now);
  const tracer = await startTracing(config, { service: 'gateway', metrics, log, lifecycle });
  lifecycle.setReady('orders', false, 'reading the orders');
  const services = await startServices(
    config,
    { workflows, collections, metrics, log, onDelivered: observer.delivered, now, tracer },
    lifecycle,
  );

  // The schema is published, so hiding it from introspection saves nothing but the time that takes.
  const graphiql = config.GRAPHIQL ?? provider.mode !== 'oidc';
  const { sdl, resolvers } = typedSchemaOf({ workflows: workflows.values(), collections }, readSdl());
  const persisted = persistedOf(config);
  const schema = buildSchema(sdl, resolvers);
  const documents = createDocumentCache();
  const yoga = createEngine({ schema, services, introspection: graphiql, documents, persisted, log });
  const rates = createClientRates({
    operationsPerSecond: config.OPERATIONS_PER_SECOND,
    operationsPerSecondPerUser: config.OPERATIONS_PER_SECOND_PER_USER,
    messagesPerSecond: config.MESSAGES_PER_SECOND,
  });
  const connections = createClientConnections({
    max: config.MAX_STREAMS,
    maxPending: config.MAX_PENDING_STREAMS,
    maxPerUser: config.MAX_STREAMS_PER_USER,
    maxPerAddress: config.MAX_STREAMS_PER_ADDRESS,
    maxSubscriptionsPerUser: config.MAX_SUBSCRIPTIONS_PER_USER,
    maxKeptBytesPerUser: config.MAX_KEPT_BYTES_PER_USER,
    maxKeptBytes: config.MAX_KEPT_BYTES,
  });
  const issued = await issuedTokensOf(config, { log, lifecycle, now });
  issued?.onRevoked((subject) => connections.closeOf(subject));
  const authenticator = issued ? withCredentials(provider, issued.callerWith) : provider;
  const trustedProxies = config.TRUSTED_PROXIES;
  const origins = originOptions(provider.mode, { listed: config.ALLOWED_ORIGINS, trustedProxies });
  const shared = {
    yoga,
    authenticator,
    audit: services.audit,
    origins,
    connections,
    observer,
    rates,
    documents,
    trustedProxies,
    tracer,
    log,
  };

  await prepared;
  const server = await serveHttp({
    app: createHttpApp({ ...shared, sdl, graphiql, metrics }),
    host: config.HOST,
    port: config.PORT,
    log,
    shutdown: lifecycle,
    websocketUpgrade: createWebSocketUpgrade({
      ...shared,
      now,
      initTimeoutMs: config.INIT_TIMEOUT_MS,
      maxSubscriptions: config.MAX_SUBSCRIPTIONS,
      persisted,
    }),
  });
  lifecycle.onStop('http', () => server.stop());
  lifecycle.onStop('streams', () => connections.drain(config.CLOSE_SPREAD_MS));
  lifecycle.setReady('orders', true);
  return { port: server.port, url: server.url };
}

function collectionsOf({ COLLECTIONS_DIR: dir }: Config): Collections | undefined {
  return dir === undefined ? undefined : parseCollections(readTextFiles(dir, collectionFileEndings));
}

function persistedOf({
  PERSISTED_OPERATIONS: file,
  PERSISTED_ONLY: only,
}: Config): PersistedOperations | undefined {
  if (file !== undefined) return createPersistedOperations(readPersistedOperations(readTextFile(file)), only);
  if (only) throw new ConfigError('PERSISTED_ONLY needs PERSISTED_OPERATIONS, the file that lists them');
  return undefined;
}

function issuedTokensOf(
  config: Config,
  { log, lifecycle, now }: Pick<MainContext, 'log' | 'lifecycle' | 'now'>,
): Promise<IssuedTokens> | undefined {
  const { STAFF_TOPIC: topic } = config;
  if (topic === undefined) return undefined;
  const kafka = createKafkaClient(kafkaSettings(config, 'gateway'), log);
  return followStaff({ kafka, topic, log, now }, lifecycle);
}

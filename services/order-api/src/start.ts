import { hostname } from 'node:os';
import {
  type Collections,
  collectionFileEndings,
  parseCollections,
} from '@cupcakery/collections/file/collection-files';
import { createAuthenticator, oidcOptions } from '@cupcakery/kit/auth/create-authenticator';
import { originOptions } from '@cupcakery/kit/auth/origin-rules';
import { isHashOf } from '@cupcakery/kit/auth/secrets';
import { withCredentials } from '@cupcakery/kit/auth/with-credentials';
import { createAdmission } from '@cupcakery/kit/commands/admission';
import { readTextFiles } from '@cupcakery/kit/files';
import { guardTopics } from '@cupcakery/kit/guard-topics';
import { type HttpServer, serveHttp } from '@cupcakery/kit/http/server';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { type Producer, startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import { prepareSignIn } from '@cupcakery/kit/process/prepare-sign-in';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { startTracing } from '@cupcakery/kit/tracing/start-tracing';
import { claimsOf } from '@cupcakery/workflow/access/caller';
import { issuedCallerWith } from '@cupcakery/workflow/access/issued-token';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { parseWorkflows, workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import type { Config } from './config.ts';
import { failureOf } from './failures/request-failure.ts';
import { createApp } from './http/app.ts';
import { openWorkflow } from './open-workflow.ts';
import type { OrdersService } from './orders/orders-service.ts';
import { createStaff } from './staff/staff.ts';
import { openStaffStore } from './staff/staff-store.ts';

/** Starts order-api for all workflows of the folder, once their topics exist; it stops with the context's lifecycle. */
export async function start(
  config: Config,
  { log, lifecycle, registry, now }: MainContext,
): Promise<Pick<HttpServer, 'port' | 'url'>> {
  const workflows = parseWorkflows(readTextFiles(config.WORKFLOWS_DIR, workflowFileEndings));
  const authenticator = createAuthenticator({
    oidc: oidcOptions(config),
    claims: claimsOf(workflows.values()),
    host: config.HOST,
    log,
  });
  const prepared = prepareSignIn(authenticator, lifecycle);
  const metrics = createMetrics(registry);
  const tracer = await startTracing(config, { service: 'order-api', metrics, log, lifecycle });
  const kafka = createKafkaClient(kafkaSettings(config, 'order-api'), log, now);
  await Promise.all(
    [...workflows.values()].map((workflow) => {
      const { commands, orders, control, replies, incidents } = topicNames(workflow.name);
      const topics = topicsOf(workflow).map(({ name }) => name);
      const required = [commands, orders, control, replies, incidents];
      return guardTopics({ kafka, workflow: workflow.name, topics, required, metrics, log }, lifecycle);
    }),
  );
  const producer = await startCommandProducer(config, workflows.keys(), { log, lifecycle, now });
  lifecycle.onStop('producer', () => producer.stop());
  const shed = metrics.counter('cupcakery_requests_shed_total');
  const admission = createAdmission({
    maxPending: config.MAX_PENDING,
    maxInFlight: config.MAX_IN_FLIGHT,
    onShed: (reason) => shed.inc({ reason }),
    failureOf,
  });
  const shared = { kafka, producer, admission, config, log, lifecycle, metrics, now, tracer };
  const opened = await Promise.all(
    [...workflows.values()].map((workflow) => openWorkflow({ workflow, ...shared })),
  );
  const services = new Map<string, OrdersService>(
    opened.map(({ service }) => [service.workflow.name, service]),
  );
  const { STAFF_TOPIC: topic } = config;
  const store = topic && (await openStaffStore({ kafka, producer, topic, log, now }, lifecycle));
  const app = createApp({
    services,
    staff: store ? createStaff({ store, now }) : undefined,
    legacy: services.get(config.FACTORY_WORKFLOW),
    views: opened.map(({ service, readLag }) => ({ workflow: service.workflow, lag: readLag })),
    replica: hostname(),
    authenticator: store
      ? withCredentials(authenticator, (token) => issuedCallerWith(store.view, token, isHashOf, now()))
      : authenticator,
    trustedProxies: config.TRUSTED_PROXIES,
    docs: config.DOCS,
    collections: collectionsIn(config.COLLECTIONS_DIR),
    origins: originOptions(authenticator.mode, {
      listed: config.ALLOWED_ORIGINS,
      trustedProxies: config.TRUSTED_PROXIES,
    }),
    log,
    metrics,
    tracer,
  });
  await prepared;
  const server = await serveHttp({
    app,
    host: config.HOST,
    port: config.PORT,
    log,
    shutdown: lifecycle,
    overrideGlobals: true,
  });
  // Stopped first, while everything that a response needs is still running.
  lifecycle.onStop('http', () => server.stop(config.REPLY_TIMEOUT_MS + 1000));
  return { port: server.port, url: server.url };
}

function collectionsIn(folder: string | undefined): Collections | undefined {
  return folder === undefined ? undefined : parseCollections(readTextFiles(folder, collectionFileEndings));
}

/** The producer of commands, and of what this process writes itself. */
function startCommandProducer(
  config: Config,
  workflows: Iterable<string>,
  { log, lifecycle, now }: Pick<MainContext, 'log' | 'lifecycle' | 'now'>,
): Promise<Producer> {
  const settings = kafkaSettings(config, 'order-api');
  // A produce request that is not answered in time must not block those after it.
  const requestTimeoutMs = Math.max(1000, config.REPLY_TIMEOUT_MS);
  const own = [...workflows].flatMap((name): string[] => [
    topicNames(name).commands,
    topicNames(name).incidents,
  ]);
  return startProducer(
    {
      kafka: createKafkaClient({ ...settings, requestTimeoutMs }, log, now),
      topics: [...own, ...(config.STAFF_TOPIC === undefined ? [] : [config.STAFF_TOPIC])],
      deliveryTimeoutMs: config.REPLY_TIMEOUT_MS,
    },
    lifecycle.signal,
  );
}

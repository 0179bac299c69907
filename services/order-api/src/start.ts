import { hostname } from 'node:os';
import { createAuthenticator, oidcOptions } from '@cupcakery/kit/auth/create-authenticator';
import { originOptions } from '@cupcakery/kit/auth/origin-rules';
import { readTextFiles } from '@cupcakery/kit/files';
import { guardTopics } from '@cupcakery/kit/guard-topics';
import { type HttpServer, serveHttp } from '@cupcakery/kit/http/server';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { startProducer } from '@cupcakery/kit/kafka/produce/producer';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { claimsOf } from '@cupcakery/workflow/access/caller';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { parseWorkflows, workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import type { Config } from './config.ts';
import { createApp } from './http/app.ts';
import { openWorkflow } from './open-workflow.ts';
import { createAdmission } from './orders/admission.ts';
import type { OrdersService } from './orders/orders-service.ts';

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
  const prepared = authenticator.prepare(lifecycle.signal);
  const metrics = createMetrics(registry);
  const settings = kafkaSettings(config, 'order-api');
  const kafka = createKafkaClient(settings, log, now);
  await Promise.all(
    [...workflows.values()].map((workflow) => {
      const { commands, orders, control, replies, incidents } = topicNames(workflow.name);
      const topics = topicsOf(workflow).map(({ name }) => name);
      const required = [commands, orders, control, replies, incidents];
      return guardTopics({ kafka, workflow: workflow.name, topics, required, metrics, log }, lifecycle);
    }),
  );
  const producer = await startProducer(
    {
      // A produce request that is not answered in time must not block those after it.
      kafka: createKafkaClient(
        { ...settings, requestTimeoutMs: Math.max(1000, config.REPLY_TIMEOUT_MS) },
        log,
        now,
      ),
      topics: [...workflows.keys()].flatMap((name) => [
        topicNames(name).commands,
        topicNames(name).incidents,
      ]),
      deliveryTimeoutMs: config.REPLY_TIMEOUT_MS,
    },
    lifecycle.signal,
  );
  lifecycle.onStop('producer', () => producer.stop());
  const shed = metrics.counter('cupcakery_requests_shed_total');
  const admission = createAdmission({
    maxPending: config.MAX_PENDING,
    onShed: (reason) => shed.inc({ reason }),
  });
  const shared = { kafka, producer, admission, config, log, lifecycle, metrics, now };
  const opened = await Promise.all(
    [...workflows.values()].map((workflow) => openWorkflow({ workflow, ...shared })),
  );
  const services = new Map<string, OrdersService>(
    opened.map(({ service }) => [service.workflow.name, service]),
  );
  const app = createApp({
    services,
    legacy: services.get(config.FACTORY_WORKFLOW),
    readLags: new Map(opened.map(({ service, readLag }) => [service.workflow.name, readLag])),
    replica: hostname(),
    authenticator,
    trustedProxies: config.TRUSTED_PROXIES,
    origins: originOptions(authenticator.mode, {
      listed: config.ALLOWED_ORIGINS,
      trustedProxies: config.TRUSTED_PROXIES,
    }),
    log,
    metrics,
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

import { createAuthenticator, oidcOptions } from '@cupcakery/kit/auth/create-authenticator';
import { isLoopbackHost } from '@cupcakery/kit/auth/loopback';
import { ConfigError } from '@cupcakery/kit/config';
import { type HttpServer, serveHttp } from '@cupcakery/kit/http/server';
import { createInspector } from '@cupcakery/kit/kafka/admin/inspector';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { createApp } from './app.ts';
import { type Collector, startCollector } from './collection/collector.ts';
import { createLagPublisher } from './collection/lag-publisher.ts';
import type { Config } from './config.ts';
import { serveExternalMetrics } from './external-metrics/serve.ts';
import { startHistoryWriter } from './history/history-writer.ts';
import { createScalingPublisher } from './scaling/scaling-publisher.ts';
import type { ScalingWatch } from './scaling/scaling-watch.ts';

/**
 * Starts collecting and serving; ready after the first collection. It stops with the lifecycle.
 * @returns where JSON is served; undefined where it is not, see `serveJson`
 */
export async function start(
  config: Config,
  context: MainContext,
): Promise<Pick<HttpServer, 'port' | 'url'> | undefined> {
  const { log, lifecycle, registry, now } = context;
  const metrics = createMetrics(registry);
  const publisher = createLagPublisher(metrics);
  const kafka = createKafkaClient(
    { ...kafkaSettings(config, 'lag-exporter'), requestTimeoutMs: 10_000 },
    log,
  );
  lifecycle.setReady('lag', false, 'nothing collected yet');
  const history =
    config.HISTORY_TOPIC === undefined
      ? undefined
      : startHistoryWriter({ kafka, topic: config.HISTORY_TOPIC, log }, lifecycle.signal);
  // Before the collector, which stops first: then it adds no more.
  lifecycle.onStop('history', () => history?.stop());
  const collector = startCollector({
    inspector: createInspector(kafka),
    includes: (group) => config.GROUPS.test(group) && !config.EXCLUDE_GROUPS.test(group),
    intervalMs: config.INTERVAL_MS,
    staleAfterMs: config.STALE_AFTER_MS,
    log,
    now,
    onReport(report, seconds) {
      publisher.publish(report, seconds);
      history?.add(report);
      lifecycle.setReady('lag', true);
    },
    onFailure() {
      publisher.failed();
      if (collector.isStale()) publisher.clear();
    },
  });
  lifecycle.onStop('collector', () => collector.stop());
  const scaling = config.EXPLAIN_SCALING ? await startScaling(config, collector, context) : undefined;
  if (config.EXTERNAL_METRICS) {
    const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, AGGREGATOR_CA_FILE: caFile } = config;
    if (certFile === undefined || keyFile === undefined) {
      throw new ConfigError(
        'EXTERNAL_METRICS needs TLS_CERT_FILE and TLS_KEY_FILE: the API is served over TLS only',
      );
    }
    // Loaded only where it is needed: the Kubernetes client is most of the process's memory.
    const { clusterTrust, fileTrust } = await import('./external-metrics/trust-source.ts');
    const trustSource =
      caFile === undefined ? clusterTrust() : fileTrust(caFile, config.AGGREGATOR_NAMES ?? []);
    const { HOST: host, EXTERNAL_METRICS_PORT: port, TLS_RELOAD_MS: reloadMs } = config;
    await serveExternalMetrics(
      { collector, trustSource, certFile, keyFile, host, port, reloadMs, log },
      lifecycle,
    );
  }
  // Last: autoscalers do not wait for an identity provider.
  return await serveJson(config, { collector, scaling }, context);
}

/**
 * Serves the reports as JSON to callers with a token, or on loopback. Elsewhere without an issuer it is not served, since
 * nobody's token could be checked: autoscalers and Prometheus do not need it.
 */
async function serveJson(
  config: Config,
  sources: { collector: Collector; scaling: ScalingWatch | undefined },
  { log, lifecycle, registry }: MainContext,
): Promise<Pick<HttpServer, 'port' | 'url'> | undefined> {
  const oidc = oidcOptions(config);
  if (!oidc && !isLoopbackHost(config.HOST)) {
    log.warn(
      { host: config.HOST },
      'no OIDC_ISSUER: /api/lag is not served, pages of a gateway count from orders',
    );
    return undefined;
  }
  const authenticator = createAuthenticator({ oidc, host: config.HOST, log });
  void authenticator.prepare(lifecycle.signal);
  const server = await serveHttp({
    app: createApp({ ...sources, authenticator, log, metrics: createMetrics(registry) }),
    host: config.HOST,
    port: config.PORT,
    log,
    shutdown: lifecycle,
  });
  lifecycle.onStop('http', () => server.stop());
  return { port: server.port, url: server.url };
}

/** Watches Kubernetes, and writes what follows into the metrics as often as lag is collected. */
async function startScaling(
  config: Config,
  collector: Collector,
  { log, lifecycle, registry }: MainContext,
): Promise<ScalingWatch> {
  // Loaded only where it is needed, as for the external metrics.
  const { startScalingWatch } = await import('./scaling/scaling-watch.ts');
  const scaling = startScalingWatch({
    namespaces: config.SCALING_NAMESPACES,
    staleAfterMs: config.STALE_AFTER_MS,
    lag: () => ({ report: collector.latest(), isStale: collector.isStale() }),
    log,
  });
  const publish = createScalingPublisher(createMetrics(registry));
  const timer = setInterval(() => publish(scaling.latest()), config.INTERVAL_MS);
  lifecycle.onStop('scaling', async () => {
    clearInterval(timer);
    await scaling.stop();
  });
  return scaling;
}

import { TLSSocket } from 'node:tls';
import type { Logger } from '@cupcakery/kit/log';
import { type Context, Hono } from 'hono';
import type { Collector } from '../collection/collector.ts';
import { quantityOf } from '../kubernetes/quantity.ts';
import { type AggregatorTrust, rejectionOf } from './aggregator.ts';
import { createDiscovery, groupVersion } from './discovery.ts';
import { parseSelector, SelectorError } from './label-selector.ts';
import { externalMetrics, isExternalMetric, selectedValues } from './metric-values.ts';
import { failure } from './status.ts';

type Env = { Bindings: { incoming?: { socket: unknown } } };

/**
 * The external metrics API of Kubernetes. It responds from the last collection; if that is old or a number is unknown,
 * the response is an error, so that an HPA keeps its replicas.
 * @param trust called for every request: certificates change while the process runs
 */
export function createExternalMetricsApi(options: {
  collector: Collector;
  trust: () => AggregatorTrust;
  log: Logger;
}): Hono<Env> {
  const { collector, trust, log } = options;
  const app = new Hono<Env>();
  app.onError((err, c) => {
    log.error({ err }, 'a request for external metrics failed');
    return failure(c, 500, 'the log of the lag exporter tells why');
  });
  app.notFound((c) => failure(c, 404, `there is nothing at ${c.req.path}`));

  app.use(async (c, next) => {
    const { socket } = c.env?.incoming ?? {};
    const refusal =
      socket instanceof TLSSocket ? rejectionOf(socket, trust()) : 'the API is served over TLS only';
    if (refusal !== undefined) {
      log.warn({ path: c.req.path, refusal }, 'refused a request that did not come from the aggregator');
      return failure(c, 401, refusal);
    }
    await next();
  });

  app.route('/', createDiscovery());
  // Consumer groups have no namespace: the right to read external metrics in one namespace shows them all.
  app.get(`/apis/${groupVersion}/namespaces/:namespace/:metric`, (c) => answer(c, c.req.param('metric')));

  function answer(c: Context<Env>, metric: string): Response {
    if (!isExternalMetric(metric)) {
      return failure(c, 404, `there is no metric ${metric}, only ${externalMetrics.join(', ')}`);
    }
    const report = collector.latest();
    if (!report || collector.isStale()) {
      return failure(c, 503, 'Kafka has not answered lately; the lag is not known');
    }
    try {
      const values = selectedValues(report, metric, parseSelector(c.req.query('labelSelector') ?? ''));
      if (values === 'unknown') return failure(c, 503, `${metric} is not known for all that is selected`);
      if (values === 'paused') return failure(c, 503, 'the stage is paused; its replicas stay');
      const timestamp = new Date(report.at).toISOString();
      return c.json({
        kind: 'ExternalMetricValueList',
        apiVersion: groupVersion,
        metadata: {},
        items: values.map(({ labels, value }) => ({
          metricName: metric,
          metricLabels: labels,
          timestamp,
          value: quantityOf(value),
        })),
      });
    } catch (error) {
      if (error instanceof SelectorError) return failure(c, 400, error.message);
      throw error;
    }
  }
  return app;
}

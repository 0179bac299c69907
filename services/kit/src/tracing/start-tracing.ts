import { hostname } from 'node:os';
import { ConfigError } from '../config.ts';
import { readMountedFile } from '../files.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { noTracer, type Tracer } from './tracer.ts';
import { headersVar, type TracingConfig, tracesUrlOf } from './tracing-vars.ts';

/** At most so much of a shutdown is spent on the last spans. */
const flushWithinMs = 3000;

/**
 * The tracer of a process. Off without an endpoint: the SDK is not even loaded then. Call it first of all that stops:
 * what is registered first is stopped last, so that the spans of a shutdown are exported as well.
 * @throws ConfigError for headers that cannot be read
 */
export async function startTracing(
  config: TracingConfig,
  options: {
    service: string;
    metrics: Metrics;
    log: Logger;
    lifecycle: { onStop(name: string, stop: () => Promise<void>): void };
    /** What one of several processes of a service is known by; default the machine's or pod's name. */
    instance?: string;
  },
): Promise<Tracer> {
  const url = tracesUrlOf(config);
  if (url === undefined) return noTracer;
  const { service, metrics, log, lifecycle, instance = hostname() } = options;
  const { startSdk } = await import('./sdk.ts');
  const { tracer, stop } = startSdk({
    url,
    headers: headersOf(config),
    sampler: { name: config.OTEL_TRACES_SAMPLER, ratio: config.OTEL_TRACES_SAMPLER_ARG },
    resource: { service, instance },
    metrics,
    log,
  });
  lifecycle.onStop('tracing', () => stop(flushWithinMs));
  const { host } = new URL(url);
  log.info({ host, sampler: config.OTEL_TRACES_SAMPLER, ratio: config.OTEL_TRACES_SAMPLER_ARG }, 'tracing');
  return tracer;
}

function headersOf({
  OTEL_EXPORTER_OTLP_HEADERS: text,
  OTEL_EXPORTER_OTLP_HEADERS_FILE: file,
}: TracingConfig): string | undefined {
  if (file === undefined) return text;
  const parsed = headersVar.safeParse(readMountedFile('OTEL_EXPORTER_OTLP_HEADERS_FILE', file).trim());
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    `OTEL_EXPORTER_OTLP_HEADERS_FILE=${file} ${parsed.error.issues[0]?.message}; for example api-key=secret`,
  );
}

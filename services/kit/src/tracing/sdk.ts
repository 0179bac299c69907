import { parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { settledWithin } from '../tools/with-timeout.ts';
import { samplerOf } from './sampler.ts';
import { createSdkTracer } from './sdk-tracer.ts';
import { createSpanExport } from './span-export.ts';
import type { Tracer } from './tracer.ts';
import type { SamplerName } from './tracing-vars.ts';

/** Some 4 MB of spans. */
const maxQueue = 4096;
const delayMs = 1000;
const exportTimeoutMs = 5000;
const reportEveryMs = 60_000;
/** Attributes hold ids and names; a longer text is not worth its bytes. */
const maxAttributeLength = 256;

export type SdkOptions = {
  url: string;
  headers: string | undefined;
  sampler: { name: SamplerName; ratio: number };
  resource: { service: string; instance: string };
  metrics: Metrics;
  log: Logger;
};

/** OpenTelemetry's SDK with an OTLP exporter (protobuf over HTTP). `stop` exports what there is, as long as the time allows. */
export function startSdk(options: SdkOptions): { tracer: Tracer; stop(withinMs: number): Promise<void> } {
  const { url, headers, sampler, resource, metrics, log } = options;
  const exporter = new OTLPTraceExporter({
    url,
    headers: headers === undefined ? {} : parseKeyPairsIntoRecord(headers),
    timeoutMillis: exportTimeoutMs,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': resource.service,
      'service.namespace': 'cupcakery',
      'service.instance.id': resource.instance,
    }),
    sampler: samplerOf(sampler.name, sampler.ratio),
    spanProcessors: [createSpanExport({ exporter, metrics, log, maxQueue, delayMs, reportEveryMs })],
    spanLimits: { attributeValueLengthLimit: maxAttributeLength, linkCountLimit: 32 },
  });
  return {
    tracer: createSdkTracer(provider.getTracer('cupcakery')),
    async stop(withinMs) {
      if (await settledWithin(provider.shutdown(), withinMs)) return;
      log.warn({ withinMs }, 'the last spans could not be exported in time');
    },
  };
}

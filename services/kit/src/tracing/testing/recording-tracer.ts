import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { samplerOf } from '../sampler.ts';
import { createSdkTracer } from '../sdk-tracer.ts';
import type { SpanAttributes, Tracer } from '../tracer.ts';
import type { SamplerName } from '../tracing-vars.ts';

/** A span that has ended. Ids are hex; times ms since 1970. */
export type RecordedSpan = {
  name: string;
  traceId: string;
  spanId: string;
  parentId: string | undefined;
  /** Ids of the spans that it links to. */
  links: string[];
  attributes: SpanAttributes;
  from: number;
  to: number;
};

/** A tracer of OpenTelemetry's SDK whose spans stay in memory, in the order in which they ended. */
export function createRecordingTracer(sampler: SamplerName = 'parentbased_always_on', ratio = 1) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    sampler: samplerOf(sampler, ratio),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const tracer: Tracer = createSdkTracer(provider.getTracer('test'));
  return {
    tracer,
    spans: (): RecordedSpan[] =>
      exporter.getFinishedSpans().map((span) => ({
        name: span.name,
        ...idsOf(span.spanContext()),
        parentId: span.parentSpanContext?.spanId,
        links: span.links.map(({ context }) => context.spanId),
        attributes: Object.fromEntries(
          Object.entries(span.attributes).flatMap(([name, value]) =>
            typeof value === 'object' || value === undefined ? [] : [[name, value]],
          ),
        ),
        from: millis(span.startTime),
        to: millis(span.endTime),
      })),
  };
}

const idsOf = ({ traceId, spanId }: { traceId: string; spanId: string }) => ({ traceId, spanId });
const millis = ([seconds, nanos]: [number, number]) => Math.round(seconds * 1000 + nanos / 1e6);

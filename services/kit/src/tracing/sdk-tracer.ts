import {
  type Span as ApiSpan,
  type Tracer as ApiTracer,
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { parseTraceparent } from '../trace.ts';
import type { Span, SpanEnd, SpanOptions, Tracer } from './tracer.ts';

const kinds: Record<SpanOptions['kind'], SpanKind> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** Spans of OpenTelemetry's tracer, with traceparents for parents. */
export function createSdkTracer(tracer: ApiTracer): Tracer {
  const start = (name: string, parent: SpanContext | undefined, options: SpanOptions): ApiSpan =>
    tracer.startSpan(name, spanOptionsOf(options), contextOf(parent));
  return {
    on: true,
    child(name, parent, options) {
      const context = spanContextOf(parent);
      if (!context) return undefined;
      const span = start(name, context, options);
      return span.isRecording() ? new RecordedSpan(span) : undefined;
    },
    begin(name, parent, options) {
      const span = start(name, spanContextOf(parent), options);
      return {
        traceparent: traceparentOf(span.spanContext()),
        span: span.isRecording() ? new RecordedSpan(span) : undefined,
      };
    },
  };
}

class RecordedSpan implements Span {
  readonly traceparent: string;
  readonly #span: ApiSpan;

  constructor(span: ApiSpan) {
    this.#span = span;
    this.traceparent = traceparentOf(span.spanContext());
  }

  link(traceparent: string | undefined): void {
    const context = spanContextOf(traceparent);
    if (context) this.#span.addLink({ context });
  }

  end({ attributes, error, name, at }: SpanEnd = {}): void {
    if (name !== undefined) this.#span.updateName(name);
    if (attributes) this.#span.setAttributes(attributes);
    if (error !== undefined) {
      this.#span.setAttribute('error.type', error);
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end(at);
  }
}

function spanOptionsOf({ kind, attributes, links = [], startedAt }: SpanOptions) {
  const found = links.flatMap((link) => {
    const context = spanContextOf(link);
    return context ? [{ context }] : [];
  });
  const known: Attributes = attributes;
  return {
    kind: kinds[kind],
    attributes: known,
    ...(found.length > 0 ? { links: found } : {}),
    ...(startedAt === undefined ? {} : { startTime: startedAt }),
  };
}

function contextOf(parent: SpanContext | undefined): Context {
  return parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

function spanContextOf(traceparent: string | undefined): SpanContext | undefined {
  const parsed = parseTraceparent(traceparent);
  if (!parsed) return undefined;
  const { traceId, parentId, flags } = parsed;
  return { traceId, spanId: parentId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${traceFlags & 1}`;
}

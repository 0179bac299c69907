import type { Context } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type Span,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';

export type SpanExportOptions = {
  exporter: SpanExporter;
  metrics: Metrics;
  log: Logger;
  /** Spans that wait to be exported, at most. */
  maxQueue: number;
  delayMs: number;
  /** A line about spans that were lost is written at most so often. */
  reportEveryMs: number;
};

/**
 * Exports spans in batches from a bounded queue. What does not fit, and what the receiver does not take, is dropped and
 * counted: nothing waits for an export.
 */
export function createSpanExport(options: SpanExportOptions): SpanProcessor {
  return new CountedExport(options);
}

class CountedExport implements SpanProcessor {
  readonly #options: SpanExportOptions;
  readonly #batches: BatchSpanProcessor;
  readonly #dropped;
  #queued = 0;
  #lost = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(options: SpanExportOptions) {
    const { exporter, maxQueue, delayMs, metrics } = options;
    this.#options = options;
    this.#dropped = metrics.counter('cupcakery_spans_dropped_total');
    // From 0 on: the first one would not show as an increase otherwise.
    for (const reason of ['queue_full', 'export_failed'] as const) this.#dropped.inc({ reason }, 0);
    this.#batches = new BatchSpanProcessor({
      exporter: {
        export: (spans, done) => this.#export(exporter, spans, done),
        shutdown: () => exporter.shutdown(),
      },
      maxQueueSize: maxQueue,
      scheduledDelayMillis: delayMs,
    });
  }

  onStart(span: Span, context: Context): void {
    this.#batches.onStart(span, context);
  }

  onEnd(span: ReadableSpan): void {
    // Here and not by the SDK, which drops without saying how many.
    if (this.#queued < this.#options.maxQueue) {
      this.#queued += 1;
      this.#batches.onEnd(span);
    } else this.#lose(1, 'queue_full');
  }

  forceFlush(): Promise<void> {
    return this.#batches.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#batches.shutdown();
  }

  #export(exporter: SpanExporter, spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#queued -= spans.length;
    exporter.export(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) this.#lose(spans.length, 'export_failed', result.error);
      done(result);
    });
  }

  #lose(spans: number, reason: 'queue_full' | 'export_failed', err?: Error): void {
    this.#dropped.inc({ reason }, spans);
    this.#lost += spans;
    const now = performance.now();
    if (now - this.#reportedAt < this.#options.reportEveryMs) return;
    this.#options.log.warn(
      { err, reason, dropped: this.#lost },
      'spans are dropped; orders are not affected. See OTEL_EXPORTER_OTLP_ENDPOINT and cupcakery_spans_dropped_total',
    );
    this.#lost = 0;
    this.#reportedAt = now;
  }
}

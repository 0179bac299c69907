import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { type ReadableSpan, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createLogger } from '../log.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { createSdkTracer } from './sdk-tracer.ts';
import { createSpanExport } from './span-export.ts';

function exporting(exporter: Pick<SpanExporter, 'export'>, maxQueue: number) {
  const registry = new Registry();
  const lines: string[] = [];
  const log = createLogger({
    service: 'x',
    level: 'info',
    destination: { write: (line) => lines.push(line) },
  });
  const provider = new TracerProvider({
    spanProcessors: [
      createSpanExport({
        exporter: { ...exporter, shutdown: async () => {} },
        metrics: createMetrics(registry),
        log,
        maxQueue,
        delayMs: 60_000,
        reportEveryMs: 60_000,
      }),
    ],
  });
  const tracer = createSdkTracer(provider.getTracer('test'));
  return {
    spans(count: number) {
      for (let n = 0; n < count; n += 1) {
        tracer.begin('step', undefined, { kind: 'internal', attributes: {} }).span?.end();
      }
    },
    flush: () => provider.forceFlush().catch(() => {}),
    lines,
    async dropped(reason: string) {
      const text = await registry.metrics();
      return Number(
        new RegExp(`cupcakery_spans_dropped_total\\{reason="${reason}"\\} (\\d+)`).exec(text)?.[1],
      );
    },
  };
}

const done = { code: ExportResultCode.SUCCESS };
const failed: ExportResult = { code: ExportResultCode.FAILED, error: new Error('no connection') };

it('drops what its queue has no room for, counts it, and takes more once the queue was exported', async () => {
  const exported: ReadableSpan[] = [];
  const { spans, flush, dropped } = exporting(
    {
      export(some, then) {
        exported.push(...some);
        then(done);
      },
    },
    10,
  );
  // A full batch leaves the queue at once, for the exporter.
  spans(25);
  expect(await dropped('queue_full')).toBe(5);
  await flush();
  spans(10);
  await flush();
  expect(exported).toHaveLength(30);
  expect(await dropped('queue_full')).toBe(5);
  expect(await dropped('export_failed')).toBe(0);
});

it('counts every span of a failed export and logs it once in a while, not once for each', async () => {
  const { spans, flush, dropped, lines } = exporting({ export: (_spans, then) => then(failed) }, 100);
  for (let n = 0; n < 5; n += 1) {
    spans(20);
    await flush();
  }
  expect(await dropped('export_failed')).toBe(100);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('no connection');
});

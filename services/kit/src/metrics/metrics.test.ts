import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { metricDefinitions } from './metric-definitions.ts';
import { createMetrics, isMetricName, metricNames } from './metrics.ts';

const unbounded = /^(id|order|order_id|user|subject|customer|email|path|url|visit|command_id)$/;

describe('the list of metrics', () => {
  it.each(metricNames.map((name) => ({ name, ...metricDefinitions[name] })))(
    '$name follows the rules',
    (metric) => {
      expect(metric.name).toMatch(/^(cupcakery|kafka_consumergroup)(_[a-z]+)+$/);
      expect(metric.name.endsWith('_total')).toBe(metric.type === 'counter');
      expect(metric.help).toMatch(/^[A-Z0-9].*\.$/);
      expect(metric.name).not.toMatch(/_(ms|milliseconds|minutes|kb|mb|count|sum_total|bucket)$/);
      for (const label of metric.labels) {
        expect(label).toMatch(/^[a-z]+$/);
        expect(label).not.toMatch(unbounded);
      }
      if ('buckets' in metric) {
        expect(metric.name).toMatch(/_seconds$/);
        expect(metric.buckets).toEqual(metric.buckets.toSorted((a, b) => a - b));
      }
    },
  );
});

describe('createMetrics', () => {
  it('registers a metric at its first use, once', async () => {
    const registry = new Registry();
    const metrics = createMetrics(registry);
    expect(await registry.metrics()).not.toContain('cupcakery');
    metrics.counter('cupcakery_orders_total').inc({ workflow: 'cupcakes', event: 'OrderPlaced' }, 2);
    createMetrics(registry)
      .counter('cupcakery_orders_total')
      .inc({ workflow: 'cupcakes', event: 'OrderPlaced' });
    metrics.histogram('cupcakery_transaction_seconds').observe({ workflow: 'cupcakes' }, 0.02);
    metrics.gauge('cupcakery_socket_queue').set(7);
    const text = await registry.metrics();
    expect(text).toContain('cupcakery_orders_total{workflow="cupcakes",event="OrderPlaced"} 3');
    expect(text).toContain('cupcakery_transaction_seconds_bucket{le="0.025",workflow="cupcakes"} 1');
    expect(text).toContain('cupcakery_socket_queue 7');
  });

  it('refuses a wrong name, kind or label at compile time', () => {
    const metrics = createMetrics(new Registry());
    // @ts-expect-error no such metric
    expect(() => metrics.counter('cupcakery_nonsense_total')).toThrow();
    // @ts-expect-error a gauge is no counter
    const wrongKind = () => metrics.counter('cupcakery_incidents');
    // @ts-expect-error no such label
    const wrongLabel = () => metrics.gauge('cupcakery_incidents').set({ order: 'a-1' }, 1);
    expect(wrongKind).toBeTypeOf('function');
    expect(wrongLabel).toThrow();
    expect(isMetricName('toString')).toBe(false);
  });
});

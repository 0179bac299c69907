import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { metricDefinitions } from './metric-definitions.ts';

type Definitions = typeof metricDefinitions;
export type MetricName = keyof Definitions;
type NamesOf<Type> = { [N in MetricName]: Definitions[N]['type'] extends Type ? N : never }[MetricName];
type LabelsOf<N extends MetricName> = Definitions[N]['labels'][number];

export type Metrics = {
  counter<N extends NamesOf<'counter'>>(name: N): Counter<LabelsOf<N>>;
  gauge<N extends NamesOf<'gauge'>>(name: N): Gauge<LabelsOf<N>>;
  histogram<N extends NamesOf<'histogram'>>(name: N): Histogram<LabelsOf<N>>;
};

export const metricNames: readonly MetricName[] = Object.keys(metricDefinitions).filter(isMetricName);

/** Whether the project has a metric of this name. */
export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(metricDefinitions, name);
}

/**
 * Typed access to the project's metrics in a registry: a wrong name or label does not compile. A metric is
 * registered at its first use, so that a service shows only its own; the instance is the same every time.
 */
export function createMetrics(registry: Registry): Metrics {
  const made = new Map<MetricName, unknown>();
  /** Keeps one instance per name; the caller's type comes from the same entry of the definitions. */
  function once<M>(name: MetricName, kind: new (...args: never[]) => M, make: () => M): M {
    const existing = made.get(name) ?? registry.getSingleMetric(name);
    const metric = existing instanceof kind ? existing : make();
    made.set(name, metric);
    return metric;
  }
  return {
    counter: <N extends NamesOf<'counter'>>(name: N) =>
      once<Counter<LabelsOf<N>>>(name, Counter, () => new Counter(settings(name))),
    gauge: <N extends NamesOf<'gauge'>>(name: N) =>
      once<Gauge<LabelsOf<N>>>(name, Gauge, () => new Gauge(settings(name))),
    histogram: <N extends NamesOf<'histogram'>>(name: N) =>
      once<Histogram<LabelsOf<N>>>(name, Histogram, () => {
        const { buckets } = metricDefinitions[name];
        return new Histogram({ ...settings(name), buckets: [...buckets] });
      }),
  };

  function settings<N extends MetricName>(name: N) {
    const labelNames: readonly LabelsOf<N>[] = metricDefinitions[name].labels;
    return { name, help: metricDefinitions[name].help, labelNames, registers: [registry] };
  }
}

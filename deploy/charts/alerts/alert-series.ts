import type { metricDefinitions } from '@cupcakery/kit/metrics/metric-definitions';

type Definitions = typeof metricDefinitions;
type MetricName = keyof Definitions;
type LabelsOf<N extends MetricName> = Definitions[N]['labels'][number];

/** A series as promtool reads it; `values` is its shorthand for samples. */
export type Series = { series: string; values: string };

export const sampleSeconds = 15;
/** Two hours of samples, of which no test sees the end. */
const samples = 480;

export const constantly = (value: number): string => `${value}x${samples}`;
/** Grows by this much a second. */
export const growing = (perSecond: number): string => `0+${perSecond * sampleSeconds}x${samples}`;

/** Any series. */
export function named(name: string, labels: Record<string, string>, values: string): Series {
  return {
    series: `${name}{${Object.entries(labels)
      .map(([key, value]) => `${key}="${value}"`)
      .join(',')}}`,
    values,
  };
}

/** Where the release of these tests is; Prometheus writes it at all that it scrapes there. */
export const namespace = 'shop';

/** A series of one of the project's pods. A metric that it does not have, or a label too few, does not compile. */
export function metric<N extends MetricName>(
  name: N,
  labels: Record<LabelsOf<N>, string>,
  values: string,
  { from = namespace, pod = 'pod-1' } = {},
): Series {
  return named(name, { namespace: from, pod, ...labels }, values);
}

import type { LagReport, TopicLag } from '../lag/report.ts';
import type { LabelSelector } from './label-selector.ts';

/** One value of an external metric: a group's number on one topic. */
export type MetricValue = { labels: { consumergroup: string; topic: string }; value: number };

/** The metrics of the API, named as on `/metrics`. */
const readers = {
  kafka_consumergroup_lag_sum: (t) => t.lag,
  kafka_consumergroup_oldest_age_seconds: (t) => t.oldestAgeSeconds,
  kafka_consumergroup_in_rate: (t) => t.inRate,
  kafka_consumergroup_out_rate: (t) => t.outRate,
} satisfies Record<string, (topic: TopicLag) => number | undefined>;

export type ExternalMetric = keyof typeof readers;
export const externalMetrics = Object.keys(readers).filter(isExternalMetric);

export function isExternalMetric(name: string): name is ExternalMetric {
  return Object.hasOwn(readers, name);
}

/**
 * What is selected of a report, or `unknown` when a selected number is not known: a sum without it would be too
 * small, and whoever scales by it would scale in.
 */
export function valuesOf(
  report: LagReport,
  metric: ExternalMetric,
  selects: LabelSelector,
): MetricValue[] | 'unknown' {
  const values: MetricValue[] = [];
  for (const { group, topics, problem } of report.groups) {
    if (problem !== undefined && selects({ consumergroup: group })) return 'unknown';
    for (const topic of topics) {
      const labels = { consumergroup: group, topic: topic.topic };
      if (!selects(labels)) continue;
      const value = readers[metric](topic);
      if (value === undefined) return 'unknown';
      values.push({ labels, value });
    }
  }
  return values;
}

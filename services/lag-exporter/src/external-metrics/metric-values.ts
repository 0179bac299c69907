import type { LagReport } from '../lag/report.ts';
import { type TopicMetric, topicMetrics } from '../lag/topic-metrics.ts';
import type { LabelSelector } from './label-selector.ts';

/** One value of an external metric: a group's number on one topic. */
export type MetricValue = { labels: { consumergroup: string; topic: string }; value: number };

/** The metrics available for scaling, with their names on `/metrics`. */
export const externalMetrics = [
  'kafka_consumergroup_lag_sum',
  'kafka_consumergroup_records_sum',
  'kafka_consumergroup_oldest_age_seconds',
  'kafka_consumergroup_in_rate',
  'kafka_consumergroup_out_rate',
] as const satisfies TopicMetric[];
export type ExternalMetric = (typeof externalMetrics)[number];

export function isExternalMetric(name: string): name is ExternalMetric {
  return externalMetrics.some((one) => one === name);
}

/**
 * The selected values of a report, or `unknown` if one of them is unknown: a sum without it would be too small and
 * would lead to scaling in. `paused` if people have paused what is selected: its lag grows and nobody may work on it,
 * so neither more nor fewer replicas follow from any number.
 */
export function selectedValues(
  report: LagReport,
  metric: ExternalMetric,
  selects: LabelSelector,
): MetricValue[] | 'unknown' | 'paused' {
  const values: MetricValue[] = [];
  for (const { group, topics, problem } of report.groups) {
    if (problem !== undefined && selects({ consumergroup: group })) return 'unknown';
    for (const topic of topics) {
      const labels = { consumergroup: group, topic: topic.topic };
      if (!selects(labels)) continue;
      if (topic.paused) return 'paused';
      const value = topicMetrics[metric](topic);
      if (value === undefined) return 'unknown';
      values.push({ labels, value });
    }
  }
  return values;
}

import type { TopicLag } from './report.ts';

/** The metrics of a group on a topic, each with the source of its number; undefined is unknown. */
export const topicMetrics = {
  kafka_consumergroup_lag_sum: (t) => t.lag,
  kafka_consumergroup_records_sum: (t) => t.records,
  kafka_consumergroup_oldest_age_seconds: (t) => t.oldestAgeSeconds,
  kafka_consumergroup_drain_seconds: (t) => t.drainSeconds,
  kafka_consumergroup_in_rate: (t) => t.inRate,
  kafka_consumergroup_out_rate: (t) => t.outRate,
  kafka_consumergroup_unowned_partitions: (t) => t.unowned,
  kafka_consumergroup_stalled_partitions: (t) => t.stalled,
} satisfies Record<string, (topic: TopicLag) => number | undefined>;

export type TopicMetric = keyof typeof topicMetrics;

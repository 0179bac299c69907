import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { LagReport } from '../lag/report.ts';
import { type TopicMetric, topicMetrics } from '../lag/topic-metrics.ts';

/** Writes reports into the metrics. What is unknown is absent, so that no alert rule can take it for 0. */
export type LagPublisher = {
  publish(report: LagReport, seconds: number): void;
  failed(): void;
  /** Removes all values of the last report, when it is too old. */
  clear(): void;
};

export function createLagPublisher(metrics: Metrics): LagPublisher {
  const lag = metrics.gauge('kafka_consumergroup_lag');
  const members = metrics.gauge('kafka_consumergroup_members');
  const up = metrics.gauge('cupcakery_lag_collection_up');
  const duration = metrics.histogram('cupcakery_lag_collection_seconds');
  const collectedAt = metrics.gauge('cupcakery_lag_collected_timestamp_seconds');
  const perTopic = Object.entries(topicMetrics).map(([name, numberOf]) => ({
    gauge: metrics.gauge(name as TopicMetric),
    numberOf,
  }));
  up.set(0);

  function clear(): void {
    lag.reset();
    members.reset();
    for (const { gauge } of perTopic) gauge.reset();
  }

  return {
    clear,
    failed: () => up.set(0),
    publish(report, seconds) {
      up.set(1);
      duration.observe(seconds);
      collectedAt.set(report.at / 1000);
      // Groups and topics that no longer exist must not keep their last value.
      clear();
      for (const { group: consumergroup, members: count, topics } of report.groups) {
        if (count !== undefined) members.set({ consumergroup }, count);
        for (const t of topics) {
          const labels = { consumergroup, topic: t.topic };
          for (const { gauge, numberOf } of perTopic) {
            const value = numberOf(t);
            if (value !== undefined) gauge.set(labels, value);
          }
          for (const p of t.partitions) {
            if (p.lag !== undefined) lag.set({ ...labels, partition: p.partition }, p.lag);
          }
        }
      }
    },
  };
}

import { constantly, growing, metric, sampleSeconds } from './alert-series.ts';
import { type Case, elsewhere } from './alert-subject.ts';

/** The alerts of kafka-lag-metrics about itself. */
export const exporterCases: Record<string, () => Case> = {
  KafkaLagExporterDown: () => {
    const up = (value: number, where = {}) =>
      metric('cupcakery_lag_collection_up', {}, constantly(value), where);
    // An exporter that cannot reach Kafka is running; the other alert reports it.
    return { fires: [[up(1, elsewhere)]], silent: [[up(1)], [up(0)]] };
  },
  KafkaLagNotCollected: () => {
    const collected = (values: string, where = {}) =>
      metric('cupcakery_lag_collected_timestamp_seconds', {}, values, where);
    const now = growing(1);
    return {
      // 0 where Kafka has not answered since the start.
      fires: [[collected(constantly(0)), collected(now, elsewhere)]],
      silent: [[collected(now)], [collected(now), collected(constantly(0), { pod: 'pod-2' })]],
      after: 60 + sampleSeconds,
    };
  },
};

import { ConfigError } from './config.ts';
import type { KafkaClient } from './kafka/admin/kafka-client.ts';
import { startTopicWatch, UnfitTopics } from './kafka/admin/topic-watch.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Lifecycle } from './process/lifecycle.ts';

/**
 * Waits until the topics exist that a service needs, and watches all topics of its workflow while it runs: what is wrong
 * becomes a log line and `cupcakery_topic_problem`; what is waited for is a reason on `/readyz`. Stops with the lifecycle.
 * @param options.topics topics that must be partitioned alike; the first says how many partitions
 * @param options.required those that the service cannot do without
 * @throws ConfigError when topics have different numbers of partitions
 */
export async function guardTopics(
  options: {
    kafka: KafkaClient;
    workflow: string;
    topics: readonly string[];
    required: readonly string[];
    metrics: Metrics;
    log: Logger;
    everyMs?: number;
  },
  lifecycle: Pick<Lifecycle, 'setReady' | 'onStop' | 'signal'>,
): Promise<void> {
  const { kafka, workflow, topics, required, metrics, log, everyMs } = options;
  const gauge = metrics.gauge('cupcakery_topic_problem');
  const condition = `topics: ${workflow}`;
  try {
    const watch = await startTopicWatch(
      {
        kafka,
        topics,
        required,
        ...(everyMs === undefined ? {} : { everyMs }),
        onWaiting: ({ message }) => lifecycle.setReady(condition, false, message),
        onProblem({ topic, problem, message }, isPresent) {
          gauge.set({ workflow, topic, problem }, isPresent ? 1 : 0);
          if (isPresent) log.error({ workflow, topic, problem }, message);
          else log.info({ workflow, topic, problem }, 'the topic is as it should be again');
        },
      },
      lifecycle.signal,
    );
    lifecycle.onStop(`watch of topics of ${workflow}`, () => watch.stop());
  } catch (error) {
    throw error instanceof UnfitTopics ? new ConfigError(error.message) : error;
  }
  lifecycle.setReady(condition, true);
}

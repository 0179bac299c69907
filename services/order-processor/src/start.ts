import { readTextFiles } from '@cupcakery/kit/files';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { connectFor, partitionsOf } from '@cupcakery/kit/kafka/connection/metadata';
import { startExactlyOnceProcessor } from '@cupcakery/kit/kafka/exactly-once/exactly-once-processor';
import { type Faults, refuseFaultsOutsideTests } from '@cupcakery/kit/kafka/exactly-once/faults';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { processorGroup, topicNames } from '@cupcakery/workflow/file/topic-names';
import { parseWorkflows, workflowFileEndings, workflowNamed } from '@cupcakery/workflow/file/workflow-files';
import type { Config } from './config.ts';
import { createMetricsObserver } from './metrics-observer.ts';
import { createOrderPartitionProcessor } from './order-partition-processor.ts';

/**
 * Starts the processor of one workflow; it stops with the context's lifecycle.
 * @param onStep called at each protocol step (fault tests stop the process there)
 */
export async function start(
  config: Config,
  { log, lifecycle, registry }: MainContext,
  onStep?: Faults['onStep'],
): Promise<void> {
  const workflows = parseWorkflows(readTextFiles(config.WORKFLOWS_DIR, workflowFileEndings));
  const workflow = workflowNamed(workflows, config.WORKFLOW);
  const names = topicNames(workflow.name);
  const kafka = createKafkaClient(kafkaSettings(config, config.INSTANCE_ID ?? 'order-processor'), log);
  const metrics = createMetrics(registry);
  const label = { workflow: workflow.name };
  const transactionSeconds = metrics.histogram('cupcakery_transaction_seconds');
  const restoreSeconds = metrics.histogram('cupcakery_partition_restore_seconds');
  const brokenOff = metrics.counter('cupcakery_transactions_failed_total');
  const owned = metrics.gauge('cupcakery_partition_owned');
  const stopped = metrics.gauge('cupcakery_partition_stopped');

  const faults: Faults = {};
  if (config.FAULT_PLANTED !== undefined || config.FAULT_STALL_AT !== undefined) {
    refuseFaultsOutsideTests(config.KAFKA_BROKERS);
    if (config.FAULT_PLANTED !== undefined) faults.injected = config.FAULT_PLANTED;
    if (onStep) faults.onStep = onStep;
  }
  lifecycle.setReady('partitions', false, 'joining the group');
  const partitions = await countPartitions();
  const writer = await startExactlyOnceProcessor(
    {
      kafka,
      processor: createOrderPartitionProcessor(
        workflow,
        partitions,
        createMetricsObserver(workflow, metrics, log),
      ),
      commandTopic: names.commands,
      stateTopic: names.orders,
      outputTopics: [
        names.events,
        names.orders,
        names.withdrawals,
        names.replies,
        names.incidents,
        workflow.results.topic,
        ...workflow.stages.map((s) => s.topic),
      ],
      group: processorGroup(workflow.name),
      ...(config.INSTANCE_ID === undefined ? {} : { instanceId: config.INSTANCE_ID }),
      lingerMs: config.LINGER_MS,
      faults,
      onTransaction: ({ seconds }) => transactionSeconds.observe(label, seconds),
      onOpened: ({ seconds }) => restoreSeconds.observe(label, seconds),
      onReopened: ({ reason }) => brokenOff.inc({ ...label, reason }),
      onPartition(partition, state) {
        const labels = { ...label, partition: String(partition) };
        owned.set(labels, state === 'open' ? 1 : 0);
        stopped.set(labels, state === 'stopped' ? 1 : 0);
        lifecycle.setReady('partitions', writer.ready, 'opening partitions');
      },
      onAssigned: () => lifecycle.setReady('partitions', writer.ready, 'opening partitions'),
    },
    lifecycle.signal,
  );
  lifecycle.onStop('single writer', () => writer.stop());

  async function countPartitions(): Promise<number> {
    const cluster = kafka.cluster();
    try {
      await connectFor(cluster, [names.commands], {
        signal: lifecycle.signal,
        onRetry: (err) => log.warn({ err, topic: names.commands }, 'waiting for Kafka'),
      });
      return partitionsOf(cluster, names.commands).length;
    } finally {
      await cluster.disconnect().catch(() => {});
    }
  }
}

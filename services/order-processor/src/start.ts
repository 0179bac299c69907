import { readTextFiles } from '@cupcakery/kit/files';
import { guardTopics } from '@cupcakery/kit/guard-topics';
import { createKafkaClient, kafkaSettings } from '@cupcakery/kit/kafka/admin/kafka-client';
import { partitionCountOf } from '@cupcakery/kit/kafka/admin/partition-count';
import {
  type Faults,
  faultyProtocol,
  refuseFaultsOutsideTests,
} from '@cupcakery/kit/kafka/exactly-once/faults';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { runProcessor } from '@cupcakery/kit/run-processor';
import { startTracing } from '@cupcakery/kit/tracing/start-tracing';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
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
  { log, lifecycle, registry, now }: MainContext,
  onStep?: Faults['onStep'],
): Promise<void> {
  const workflows = parseWorkflows(readTextFiles(config.WORKFLOWS_DIR, workflowFileEndings));
  const workflow = workflowNamed(workflows, config.WORKFLOW);
  const names = topicNames(workflow.name);
  const kafka = createKafkaClient(kafkaSettings(config, config.INSTANCE_ID ?? 'order-processor'), log, now);
  const metrics = createMetrics(registry);
  const tracer = await startTracing(config, {
    service: 'order-processor',
    ...(config.INSTANCE_ID === undefined ? {} : { instance: config.INSTANCE_ID }),
    metrics,
    log,
    lifecycle,
  });
  const topics = topicsOf(workflow).map(({ name }) => name);

  const faults: Faults = {};
  if (config.FAULT_PLANTED !== undefined || config.FAULT_STALL_AT !== undefined) {
    refuseFaultsOutsideTests(config.KAFKA_BROKERS);
    if (config.FAULT_PLANTED !== undefined) faults.protocol = faultyProtocol(config.FAULT_PLANTED);
    if (onStep) faults.onStep = onStep;
  }
  await guardTopics({ kafka, workflow: workflow.name, topics, required: topics, metrics, log }, lifecycle);
  const partitions = await partitionCountOf(kafka, names.commands, lifecycle.signal);
  await runProcessor(
    {
      kafka,
      processor: createOrderPartitionProcessor(
        workflow,
        partitions,
        createMetricsObserver(workflow, metrics),
        tracer,
      ),
      topics: {
        inputs: [names.commands, names.work],
        state: [{ topic: names.orders }],
        outputs: [
          names.events,
          names.orders,
          names.contacts,
          names.control,
          names.withdrawals,
          names.replies,
          names.incidents,
          workflow.results.topic,
          ...workflow.stages.map((s) => s.topic),
        ],
      },
      group: processorGroup(workflow.name),
      instanceId: config.INSTANCE_ID,
      lingerMs: config.LINGER_MS,
      faults,
    },
    { workflow: workflow.name, metrics, lifecycle },
  );
}

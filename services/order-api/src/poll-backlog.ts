import { createLagProbe } from '@cupcakery/kit/kafka/admin/group-lag';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import type { Logger } from '@cupcakery/kit/log';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { processorGroup } from '@cupcakery/workflow/file/topic-names';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { type Backlog, startBacklogPolling } from './orders/limits/backlog.ts';

/**
 * Polls how many commands wait for the processor, until the process stops.
 * @param topics where they lie
 */
export function pollBacklog(
  options: {
    workflow: Workflow;
    kafka: KafkaClient;
    config: { MAX_BACKLOG: number };
    lifecycle: Lifecycle;
    log: Logger;
  },
  topics: readonly string[],
  onChange: (backlog: Backlog) => void,
): Backlog {
  const { workflow, kafka, config, lifecycle, log } = options;
  const probe = createLagProbe({ kafka, group: processorGroup(workflow.name), topics });
  const backlog = startBacklogPolling({
    fetchLag: () => probe.lag(),
    maxCommands: config.MAX_BACKLOG,
    onChange,
    onFailure: (err) =>
      log.warn(
        { err, group: processorGroup(workflow.name), topics },
        'the backlog of commands cannot be fetched; while that lasts, Kafka counts as unreachable',
      ),
  });
  lifecycle.onStop(`backlog of ${workflow.name}`, async () => {
    await backlog.stop();
    await probe.stop();
  });
  return backlog;
}

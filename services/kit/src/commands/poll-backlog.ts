import { createLagProbe } from '../kafka/admin/group-lag.ts';
import type { KafkaClient } from '../kafka/admin/kafka-client.ts';
import type { Logger } from '../log.ts';
import type { Lifecycle } from '../process/lifecycle.ts';
import { type Backlog, startBacklogPolling } from './backlog.ts';

/**
 * Polls how many commands wait for a processor, until the process stops.
 * @param options.group the processor's consumer group
 * @param options.topics where the commands lie
 * @param options.maxCommands above so many it counts as overloaded
 */
export function pollBacklog(
  options: {
    group: string;
    topics: readonly string[];
    maxCommands: number;
    kafka: KafkaClient;
    lifecycle: Pick<Lifecycle, 'onStop'>;
    log: Logger;
  },
  onChange: (backlog: Backlog) => void,
): Backlog {
  const { group, topics, maxCommands, kafka, lifecycle, log } = options;
  const probe = createLagProbe({ kafka, group, topics });
  const backlog = startBacklogPolling({
    fetchLag: () => probe.lag(),
    maxCommands,
    onChange,
    onFailure: (err) =>
      log.warn(
        { err, group, topics },
        'the backlog of commands cannot be fetched; while that lasts, Kafka counts as unreachable',
      ),
  });
  lifecycle.onStop(`backlog of ${group}`, async () => {
    await backlog.stop();
    await probe.stop();
  });
  return backlog;
}

import { connectFor } from '../connection/metadata.ts';
import { createFetcher, type Fetcher } from '../consume/fetcher.ts';
import { type Group, joinConsumerGroup } from '../consume/group.ts';
import { type RunningPartition, startPartition } from './partition-processor.ts';
import type { ExactlyOnceOptions, PartitionState } from './processor-options.ts';

export type ExactlyOnceProcessor = {
  /** State of each assigned partition; `stopped` needs a person (see the log). */
  partitions(): Map<number, PartitionState>;
  /** True when this member has joined and every assigned partition is open. */
  readonly ready: boolean;
  stop(): Promise<void>;
};

/**
 * Runs a processor that is the only writer of the partitions it owns, exactly once, with a client that can send
 * neither group generations with transactional offsets nor ask for stable offsets: the order of the steps does it
 * (kit's README, "The protocol").
 */
export async function startExactlyOnceProcessor<S>(
  options: ExactlyOnceOptions<S>,
  signal?: AbortSignal,
): Promise<ExactlyOnceProcessor> {
  const { kafka, commandTopic, group: groupId } = options;
  const writers = new Map<number, RunningPartition>();
  const cluster = kafka.cluster();
  await connectFor(cluster, [commandTopic], {
    ...(signal ? { signal } : {}),
    onRetry: (err) => kafka.log.warn({ err, topic: commandTopic }, 'waiting for Kafka'),
  });
  const fetcher: Fetcher = createFetcher({
    cluster,
    log: kafka.log,
    onChunk: (chunk) => writers.get(chunk.partition)?.enqueue(chunk),
    onOutOfRange: (_topic, partition, position) => writers.get(partition)?.outOfRange(position),
  });
  const joining = Promise.withResolvers<Group>();
  const closing = new Set<Promise<void>>();
  /** End of the last writer of each partition that was closed. */
  const endings = new Map<number, Promise<void>>();

  function close(partition: number): void {
    const writer = writers.get(partition);
    if (!writer) return;
    writers.delete(partition);
    fetcher.unassign(commandTopic, partition);
    options.onPartition?.(partition, 'closed');
    endings.set(
      partition,
      writer.ended.catch(() => {}),
    );
    const closed = writer.stop().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  const group = await joinConsumerGroup(
    {
      kafka,
      group: groupId,
      topic: commandTopic,
      ...(options.instanceId === undefined ? {} : { instanceId: options.instanceId }),
      ...(options.sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs: options.sessionTimeoutMs }),
      ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
      onAssignment({ assigned, added, revoked }) {
        for (const partition of revoked) close(partition);
        for (const partition of added) {
          close(partition);
          writers.set(
            partition,
            startPartition({
              ...options,
              partition,
              fetcher,
              membership: joining.promise,
              after: endings.get(partition),
            }),
          );
        }
        options.onAssigned?.(assigned.length);
      },
    },
    signal,
  );
  joining.resolve(group);

  return {
    partitions: () => new Map([...writers].map(([p, w]) => [p, w.state])),
    get ready() {
      return group.joined && [...writers.values()].every((w) => w.state === 'open');
    },
    async stop() {
      // The transaction in hand is finished first; then the group may give the partitions away.
      for (const partition of [...writers.keys()]) close(partition);
      await Promise.all(closing);
      await group.stop();
      await fetcher.stop();
    },
  };
}

import type { KafkaClient } from './client.ts';
import type { Faults } from './faults.ts';
import { createFetcher, type Fetcher } from './fetcher.ts';
import { type Group, joinConsumerGroup } from './group.ts';
import { connectFor } from './metadata.ts';
import { createPartitionWriter, type PartitionWriter } from './partition-writer.ts';
import type { KafkaRecord, ProduceRecord } from './record.ts';

/** What a batch of commands leads to. `apply` runs once, after the transaction is committed. */
export type Decided = { records: ProduceRecord[]; apply(): void };

/**
 * The rules of a single-writer processor: state per partition, folded from a compacted topic, changed by
 * commands. All of it synchronous and without IO; `decide` must not touch the state before `apply`.
 */
export type Machine<S> = {
  create(partition: number): S;
  /** Takes one record of the state topic, oldest first. Must not throw on a record that it cannot read. */
  restore(state: S, record: KafkaRecord): void;
  isEmpty(state: S): boolean;
  decide(state: S, commands: readonly KafkaRecord[], now: Date): Decided;
  /** Called about once a minute; may write (tombstones of what expired). */
  tidy?(state: S, now: Date): Decided | undefined;
};

export type SingleWriterOptions<S> = {
  kafka: KafkaClient;
  machine: Machine<S>;
  commandTopic: string;
  stateTopic: string;
  /** Every topic that `decide` writes to. */
  outputTopics: string[];
  group: string;
  instanceId?: string;
  /** How long a batch waits for company, ms: 0 is fastest, 3-5 saves a third of the CPU. */
  lingerMs?: number;
  maxCommands?: number;
  maxBytesPerTopic?: number;
  transactionTimeoutMs?: number;
  sessionTimeoutMs?: number;
  heartbeatMs?: number;
  faults?: Faults;
  onTransaction?(info: { partition: number; seconds: number; commands: number }): void;
  onPartition?(partition: number, state: PartitionState): void;
  /** After each join: the number of partitions owned now. */
  onAssigned?(partitions: number): void;
};

export type PartitionState = 'opening' | 'open' | 'closed' | 'stopped';

export type SingleWriter = {
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
export async function runSingleWriter<S>(
  options: SingleWriterOptions<S>,
  signal?: AbortSignal,
): Promise<SingleWriter> {
  const { kafka, commandTopic, group: groupId } = options;
  const writers = new Map<number, PartitionWriter>();
  const cluster = kafka.cluster();
  await connectFor(cluster, [commandTopic], {
    ...(signal ? { signal } : {}),
    onRetry: (err) => kafka.log.warn({ err, topic: commandTopic }, 'waiting for Kafka'),
  });
  const fetcher: Fetcher = createFetcher({
    cluster,
    log: kafka.log,
    onChunk: (chunk) => writers.get(chunk.partition)?.take(chunk),
    onOutOfRange: (_topic, partition, position) => writers.get(partition)?.outOfRange(position),
  });
  const joining = Promise.withResolvers<Group>();
  const closing = new Set<Promise<void>>();

  function close(partition: number): void {
    const writer = writers.get(partition);
    if (!writer) return;
    writers.delete(partition);
    fetcher.unassign(commandTopic, partition);
    options.onPartition?.(partition, 'closed');
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
            createPartitionWriter({ ...options, partition, fetcher, membership: joining.promise }),
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

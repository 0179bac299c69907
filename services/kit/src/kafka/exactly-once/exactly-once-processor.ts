import type { FetchedChunk, Fetcher } from '../consume/fetch/fetcher.ts';
import { createFetcher } from '../consume/fetch/fetcher.ts';
import { unreadableChunk } from '../consume/fetch/unreadable.ts';
import { type Group, joinConsumerGroup } from '../consume/group/group.ts';
import { followLimits } from './limits/follow-limits.ts';
import { RecordLimits } from './limits/record-limits.ts';
import { type RunningPartition, startPartition } from './partition-processor.ts';
import { type ExactlyOnceOptions, type PartitionPhase, topicsWithOffset } from './processor-options.ts';
import { tagBytesFor } from './transaction/transaction-batches.ts';

export type ExactlyOnceProcessor = {
  /** Phase of each assigned partition; `stopped` needs a person (see the log). */
  partitions(): Map<number, PartitionPhase>;
  /** True when this member has joined and every assigned partition is open. */
  readonly ready: boolean;
  stop(): Promise<void>;
};

/**
 * Runs a processor that is the only writer of the partitions it owns, exactly once, with a client that can send
 * neither group generations with transactional offsets nor request stable offsets: the order of the steps makes up for
 * it (kit's README, "The protocol"). Resolves when the member has joined; the callbacks may come before that.
 */
export async function startExactlyOnceProcessor<S>(
  options: ExactlyOnceOptions<S>,
  signal?: AbortSignal,
): Promise<ExactlyOnceProcessor> {
  const { kafka, topics, group: groupId, instanceId, sessionTimeoutMs, heartbeatMs } = options;
  const [leading] = topics.inputs;
  const connection = await kafka.connect(topics.inputs, signal);
  const recordLimits = new RecordLimits(tagBytesFor(topicsWithOffset(topics)));
  const reading = followLimits(kafka, topics.outputs, recordLimits);
  const fetcher: Fetcher = createFetcher({
    connection,
    log: kafka.log,
    onChunk: (chunk) => partitions.enqueue(chunk),
    onUnreadable: (range) => partitions.enqueue(unreadableChunk(range)),
    onOutOfRange: (topic, partition, position) => partitions.outOfRange(topic, partition, position),
  });
  const partitions = new OwnedPartitions(options, fetcher, recordLimits);
  try {
    const group = await joinConsumerGroup(
      {
        kafka,
        group: groupId,
        topic: leading,
        alongside: topicsWithOffset(topics).slice(1),
        instanceId,
        sessionTimeoutMs,
        heartbeatMs,
        onAssignment: (change) => partitions.assign(change),
      },
      signal,
    );
    const following = await reading;
    partitions.joined(group);
    return processorOf(group, partitions, fetcher, following);
  } catch (error) {
    await partitions.closeAll();
    await fetcher.stop();
    (await reading).stop();
    throw error;
  }
}

function processorOf(
  group: Group,
  partitions: OwnedPartitions,
  fetcher: Fetcher,
  following: { stop(): void },
): ExactlyOnceProcessor {
  return {
    partitions: () => partitions.phases(),
    get ready() {
      return group.joined && [...partitions.phases().values()].every((phase) => phase === 'open');
    },
    async stop() {
      // The transaction in hand is finished first; then the group may give the partitions away.
      await partitions.closeAll();
      await group.stop();
      await fetcher.stop();
      following.stop();
    },
  };
}

/** The partitions that the group has given to this process. */
class OwnedPartitions {
  readonly #start: (partition: number, after: Promise<void> | undefined) => RunningPartition;
  readonly #onClosed: (partition: number) => void;
  readonly #onAssigned: ((partitions: number) => void) | undefined;
  readonly #running = new Map<number, RunningPartition>();
  readonly #closing = new Set<Promise<void>>();
  /** End of the last run of each partition that was closed. */
  readonly #endings = new Map<number, Promise<void>>();
  readonly #membership = Promise.withResolvers<Group>();

  constructor(options: ExactlyOnceOptions<unknown>, fetcher: Fetcher, recordLimits: RecordLimits) {
    const { topics, onPartition, onAssigned } = options;
    const membership = this.#membership.promise;
    this.#start = (partition, after) =>
      startPartition(options, { partition, fetcher, recordLimits, membership, after });
    this.#onClosed = (partition) => {
      for (const topic of topics.inputs) fetcher.unassign(topic, partition);
      onPartition?.(partition, 'closed');
    };
    this.#onAssigned = onAssigned;
  }

  /** The first assignment is reported before there is a group to read offsets from. */
  joined(group: Group): void {
    this.#membership.resolve(group);
  }

  assign({ assigned, added, revoked }: { assigned: number[]; added: number[]; revoked: number[] }): void {
    for (const partition of revoked) this.#close(partition);
    for (const partition of added) {
      this.#close(partition);
      this.#running.set(partition, this.#start(partition, this.#endings.get(partition)));
    }
    this.#onAssigned?.(assigned.length);
  }

  enqueue(chunk: FetchedChunk): void {
    this.#running.get(chunk.partition)?.enqueue(chunk);
  }

  outOfRange(topic: string, partition: number, position: number): void {
    this.#running.get(partition)?.outOfRange(topic, position);
  }

  phases(): Map<number, PartitionPhase> {
    return new Map([...this.#running].map(([partition, { phase }]) => [partition, phase]));
  }

  async closeAll(): Promise<void> {
    for (const partition of [...this.#running.keys()]) this.#close(partition);
    await Promise.all(this.#closing);
  }

  #close(partition: number): void {
    const running = this.#running.get(partition);
    if (!running) return;
    this.#running.delete(partition);
    this.#onClosed(partition);
    this.#endings.set(
      partition,
      running.ended.catch(() => {}),
    );
    const closed = running.stop().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}

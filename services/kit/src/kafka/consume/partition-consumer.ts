import type { KafkaClient } from '../connection/client.ts';
import type { KafkaConnection } from '../connection/connection.ts';
import type { PartitionOffset } from '../connection/group-coordinator.ts';
import { createFetcher, type FetchedChunk, type Fetcher } from './fetch/fetcher.ts';
import { unreadableChunk } from './fetch/unreadable.ts';
import { type Group, joinConsumerGroup } from './group/group.ts';

export type PartitionConsumerOptions = {
  kafka: KafkaClient;
  group: string;
  topic: string;
  maxBytesPerPartition?: number;
  /**
   * A partition was assigned; its first chunk comes after this call.
   * @param from the position, and the metadata of the commit when the position comes from one
   */
  onOpened(partition: number, from: { offset: number; metadata?: string }): void;
  /** A partition was given away, or is about to be opened again: what is in hand must not be committed. */
  onRevoked(partition: number): void;
  /** Records that cannot be read come as one that says so (`unreadable`), and consumption goes on behind them. */
  onChunk(chunk: FetchedChunk): void;
  /** Records were deleted before they were read; the partition is opened again at the oldest. */
  onRecordsLost(partition: number, position: number): void;
};

/** Consumes a topic as a member of a group; its owner decides what is finished and commits it. */
export type PartitionConsumer = {
  readonly joined: boolean;
  pause(partition: number): void;
  resume(partition: number): void;
  /** No more chunks of any partition; they stay assigned, so that they can still be committed. */
  stopFetching(): void;
  /** Rejects when a rebalance has taken the partitions, or none can be committed at the moment. */
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /** Leaves the group and closes the connections. */
  stop(): Promise<void>;
};

/** Joins the group and consumes what it assigns; resolves when the member has joined. */
export async function startPartitionConsumer(
  options: PartitionConsumerOptions,
  signal: AbortSignal,
): Promise<PartitionConsumer> {
  const connection = await options.kafka.connect([options.topic], signal);
  const opening = new PartitionOpener(options, connection);
  try {
    const group = await joinConsumerGroup({ ...options, onAssignment: opening.onAssignment }, signal);
    opening.begin(group);
    return consumerOf(options.topic, group, opening);
  } catch (error) {
    await opening.stop();
    throw error;
  }
}

function consumerOf(topic: string, group: Group, opening: PartitionOpener): PartitionConsumer {
  return {
    get joined() {
      return group.joined;
    },
    pause: (partition) => opening.fetcher.pause(topic, partition),
    resume: (partition) => opening.fetcher.resume(topic, partition),
    stopFetching: () => opening.stopFetching(),
    commit: (offsets) => group.commit(offsets),
    async stop() {
      opening.abort();
      await group.stop();
      await opening.stop();
    },
  };
}

/** Opens assigned partitions where the group has committed. */
class PartitionOpener {
  readonly fetcher: Fetcher;
  readonly #options: PartitionConsumerOptions;
  readonly #connection: KafkaConnection;
  readonly #group = Promise.withResolvers<Group>();
  /** Aborted when the partition is given away. */
  readonly #assigned = new Map<number, AbortController>();
  #fetching = true;

  constructor(options: PartitionConsumerOptions, connection: KafkaConnection) {
    this.#options = options;
    this.#connection = connection;
    this.fetcher = createFetcher({
      connection,
      log: options.kafka.log,
      ...(options.maxBytesPerPartition === undefined
        ? {}
        : { maxBytesPerPartition: options.maxBytesPerPartition }),
      onChunk: options.onChunk,
      onUnreadable: (range) => options.onChunk(unreadableChunk(range)),
      onOutOfRange: (_topic, partition, position) => {
        options.onRecordsLost(partition, position);
        void this.#open(partition, 'start');
      },
    });
  }

  readonly onAssignment = ({ added, revoked }: { added: number[]; revoked: number[] }): void => {
    for (const partition of revoked) this.#close(partition);
    for (const partition of added) void this.#open(partition);
  };

  /** The first assignment is reported before there is a group to read offsets from. */
  begin(group: Group): void {
    this.#group.resolve(group);
  }

  stopFetching(): void {
    this.#fetching = false;
    for (const partition of this.#assigned.keys()) this.fetcher.unassign(this.#options.topic, partition);
  }

  /** Gives up opening; what is open stays assigned. */
  abort(): void {
    for (const lost of this.#assigned.values()) lost.abort();
  }

  async stop(): Promise<void> {
    this.abort();
    await this.fetcher.stop();
  }

  #close(partition: number): void {
    const lost = this.#assigned.get(partition);
    if (!lost) return;
    lost.abort();
    this.#assigned.delete(partition);
    this.#options.onRevoked(partition);
    this.fetcher.unassign(this.#options.topic, partition);
  }

  /** Retries until it works or the partition is lost. */
  async #open(partition: number, from: 'committed' | 'start' = 'committed'): Promise<void> {
    this.#close(partition);
    const { kafka, topic, onOpened } = this.#options;
    const lost = new AbortController();
    this.#assigned.set(partition, lost);
    const onRetry = (err: unknown) =>
      kafka.log.warn({ topic, partition, err }, 'cannot read the committed offset, retrying');
    const find = () => this.#positionOf(partition, from);
    let position: { offset: number; metadata?: string };
    try {
      position = await this.#connection.retryWithMetadataRefresh(find, { signal: lost.signal, onRetry });
    } catch (error) {
      if (lost.signal.aborted) return;
      throw error;
    }
    if (lost.signal.aborted) return;
    onOpened(partition, position);
    if (this.#fetching) this.fetcher.assign(topic, partition, position.offset);
  }

  async #positionOf(
    partition: number,
    from: 'committed' | 'start',
  ): Promise<{ offset: number; metadata?: string }> {
    const group = await this.#group.promise;
    const committed = (await group.committed([partition])).get(partition);
    if (from === 'committed' && committed && committed.offset >= 0) return committed;
    const { topic } = this.#options;
    const starts = await this.#connection.listOffsets(topic, [partition], 'start', 'committed');
    return { offset: starts.get(partition) ?? 0 };
  }
}

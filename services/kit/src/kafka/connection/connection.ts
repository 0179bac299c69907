import type { WireFetch } from '../wire/fetch-response.ts';
import type { ProduceArguments } from '../wire/produce-request.ts';
import type { WireBatchHeader } from '../wire/read-batch.ts';
import type { TopicMetadata } from '../wire/topic-metadata.ts';
import { createGroupCoordinator, type GroupCoordinator } from './group-coordinator.ts';
import {
  describeTopics,
  fetchHeaders,
  fetchRecords,
  type ProduceResult,
  produce,
} from './kafkajs-requests.ts';
import type { Broker, Cluster } from './kafkajs-types.ts';
import {
  connectWithRetry,
  type Isolation,
  isolationLevel,
  leaderOf,
  listOffsets,
  type OffsetOf,
  partitionsOf,
  type RequestRetries,
  refreshMetadataAfter,
  retryWithMetadataRefresh,
  tryRefreshMetadata,
  watchMetadata,
} from './metadata.ts';
import { createTransactionCoordinator, type TransactionCoordinator } from './transaction-coordinator.ts';

/** What to fetch from one broker. Offsets are numbers: exact up to 2^53. */
export type FetchRequest = {
  isolation: Isolation;
  /** How long the broker may wait for `minBytes`. */
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  partitions: readonly { topic: string; partition: number; offset: number; maxBytes: number }[];
};

/** The identity that a broker gives to an idempotent or transactional producer. */
export type ProducerIdentity = { producerId: string; producerEpoch: number };

/**
 * Sockets to the brokers of one cluster, with the metadata of the topics that it was opened for. This is all that the
 * other rooms know of the Kafka driver. Use one per role: a join or a long fetch blocks other requests on its socket.
 */
export type KafkaConnection = {
  /**
   * Connects and loads the metadata of topics; retries until that works, `signal` is aborted or `attempts` are used
   * up. A topic that does not exist yet counts as "not yet": pods may start before their topics.
   */
  open(topics: readonly string[], retries?: RequestRetries): Promise<void>;
  /** Closes all sockets; never rejects. */
  close(): Promise<void>;
  /** Partition numbers of a topic, ascending. */
  partitions(topic: string): number[];
  /** The node that leads a partition; throws LEADER_NOT_AVAILABLE while none is known. */
  leader(topic: string, partition: number): number;
  /** Calls the listener after each refresh of the metadata, whichever request caused it: leaders may have moved. */
  onMetadataRefreshed(listener: () => void): void;
  /** Rejects when no broker answers. */
  refreshMetadata(): Promise<void>;
  /** The same when the metadata is older than five minutes. */
  refreshMetadataIfExpired(): Promise<void>;
  /** Refreshes the metadata, connecting first where needed; never rejects. */
  tryRefreshMetadata(): Promise<void>;
  /** Reconnects or refreshes metadata where that is the remedy for `error`; never rejects. */
  refreshMetadataAfter(error: unknown): Promise<void>;
  /** Retries a request and looks up the leaders in between, since another broker may lead by now. */
  retryWithMetadataRefresh<T>(request: () => Promise<T>, retries: RequestRetries): Promise<T>;
  /** Forgets the topics that every refresh requests: it fails as soon as one of them is deleted. */
  forgetTopics(): void;
  /**
   * What a broker says about topics now, each by itself: also about those that do not exist. Connects where needed, and
   * leaves the metadata alone by which the other requests find leaders.
   */
  describeTopics(topics: readonly string[]): Promise<TopicMetadata[]>;
  /** The id that the cluster was formatted with; null from a broker that names none. */
  clusterId(): Promise<string | null>;
  /**
   * Offsets of partitions of one topic. `end` with isolation `committed` is the last stable offset, with
   * `uncommitted` the high watermark; -1 means that no record is as young as the requested time.
   */
  listOffsets(
    topic: string,
    partitions: number[],
    of: OffsetOf,
    isolation: Isolation,
  ): Promise<Map<number, number>>;
  fetch(nodeId: number, request: FetchRequest): Promise<WireFetch>;
  /** Fetches, but reads the headers of record batches only: for counting. */
  fetchHeaders(nodeId: number, request: FetchRequest): Promise<WireFetch<WireBatchHeader>>;
  /** Each partition succeeds or fails by itself; rejects when there is no response. */
  produce(nodeId: number, request: ProduceArguments): Promise<ProduceResult[]>;
  /** Opens sockets to brokers before the first request needs them. */
  connectTo(nodeIds: Iterable<number>): Promise<void>;
  /** An identity for an idempotent producer without transactions; any broker can give it. */
  initProducerId(nodeId: number): Promise<ProducerIdentity>;
  /** @param signal when aborted, requests are not retried any more */
  groupCoordinator(group: string, signal?: AbortSignal): GroupCoordinator;
  transactionCoordinator(transactionalId: string, signal?: AbortSignal): TransactionCoordinator;
};

/**
 * Wraps kafkajs's cluster handle, which connects on first use.
 * @param now what records are dated by
 */
export function createConnection(cluster: Cluster, now: () => number): KafkaConnection {
  const brokerOf = (nodeId: number): Promise<Broker> => cluster.findBroker({ nodeId });
  const listeners: (() => void)[] = [];
  watchMetadata(cluster, () => {
    for (const listener of listeners) listener();
  });
  return {
    open: (topics, retries = {}) => connectWithRetry(cluster, [...topics], retries),
    close: () => cluster.disconnect().catch(() => {}),
    partitions: (topic) => partitionsOf(cluster, topic),
    leader: (topic, partition) => leaderOf(cluster, topic, partition),
    onMetadataRefreshed: (listener) => void listeners.push(listener),
    refreshMetadata: () => cluster.refreshMetadata(),
    refreshMetadataIfExpired: () => cluster.refreshMetadataIfNecessary(),
    tryRefreshMetadata: () => tryRefreshMetadata(cluster),
    refreshMetadataAfter: (error) => refreshMetadataAfter(cluster, error),
    retryWithMetadataRefresh: (request, retries) => retryWithMetadataRefresh(cluster, request, retries),
    forgetTopics: () => cluster.targetTopics.clear(),
    async describeTopics(topics) {
      await cluster.connect();
      return describeTopics(await cluster.brokerPool.findConnectedBroker(), topics);
    },
    clusterId: async () => (await cluster.metadata({ topics: [] })).clusterId,
    listOffsets: (topic, partitions, of, isolation) => listOffsets(cluster, topic, partitions, of, isolation),
    fetch: async (nodeId, request) => fetchRecords(await brokerOf(nodeId), fetchArguments(request)),
    fetchHeaders: async (nodeId, request) => fetchHeaders(await brokerOf(nodeId), fetchArguments(request)),
    produce: async (nodeId, request) => produce(await brokerOf(nodeId), request, now()),
    async connectTo(nodeIds) {
      await Promise.all([...new Set(nodeIds)].map(brokerOf));
    },
    async initProducerId(nodeId) {
      const broker = await brokerOf(nodeId);
      const { producerId, producerEpoch } = await broker.initProducerId({ transactionTimeout: 60_000 });
      return { producerId, producerEpoch };
    },
    groupCoordinator: (group, signal) => createGroupCoordinator(cluster, group, signal),
    transactionCoordinator: (id, signal) => createTransactionCoordinator(cluster, id, signal),
  };
}

function fetchArguments({ isolation, maxWaitMs, minBytes, maxBytes, partitions }: FetchRequest) {
  return {
    isolationLevel: isolationLevel[isolation],
    maxWaitTime: maxWaitMs,
    minBytes,
    maxBytes,
    topics: [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topic, own]) => ({
      topic,
      partitions: own.map(({ partition, offset, maxBytes: bytes }) => ({
        partition,
        fetchOffset: String(offset),
        maxBytes: bytes,
      })),
    })),
  };
}

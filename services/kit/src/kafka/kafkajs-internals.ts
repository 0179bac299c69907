import { createRequire } from 'node:module';
import type { KafkaConfig } from 'kafkajs';

/**
 * The only door to kafkajs's private modules, and the only place that changes them. kafkajs is pinned to
 * 2.2.4: its public consumer hides heartbeats behind batches, cannot pass `group.instance.id` and re-reads the
 * transaction coordinator for every call, so kit drives the wire protocol below it. Each change says why.
 */
const require = createRequire(import.meta.url);
const version: unknown = require('kafkajs/package.json').version;
if (version !== '2.2.4') {
  throw new Error(
    `kit/kafka drives private modules of kafkajs 2.2.4, found ${String(version)}: read this file before a change`,
  );
}

export type FetchedMessage = {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer | Buffer[] | undefined>;
  isControlRecord: boolean;
  batchContext: { firstOffset: string; lastOffsetDelta: number; producerId: string; inTransaction: boolean };
};
export type FetchedPartition = {
  partition: number;
  errorCode: number;
  highWatermark: string;
  lastStableOffset: string;
  lastStartOffset: string;
  abortedTransactions: { producerId: string; firstOffset: string }[];
  messages: FetchedMessage[];
};
export type WireMessage = {
  key: string | Buffer | null;
  value: string | Buffer | null;
  headers?: Record<string, string | Buffer>;
  timestamp?: number;
};
type WireTopic<P> = { topic: string; partitions: P[] };
type GroupMember = { memberId: string; memberMetadata: Buffer };
type Transactional = { transactionalId: string; producerId: string; producerEpoch: number };
type ProtocolRequest = { request: { apiKey: number } };
type Lookup = (apiKey: number, definition: unknown) => (args: Record<string, unknown>) => ProtocolRequest;

/** One broker connection pair (fetches have a socket of their own). Every method rejects on a protocol error. */
export type Broker = {
  nodeId: number | string;
  isConnected(): boolean;
  disconnect(): Promise<void>;
  lookupRequest: Lookup;
  connectionPool: { send<T>(request: ProtocolRequest): Promise<T> };
  produce(args: {
    topicData: WireTopic<{ partition: number; firstSequence: number; messages: WireMessage[] }>[];
    transactionalId?: string;
    producerId: string;
    producerEpoch: number;
    acks: number;
    timeout: number;
    compression?: number;
  }): Promise<{ topics: { topicName: string; partitions: { partition: number; baseOffset: string }[] }[] }>;
  fetch(args: {
    isolationLevel: number;
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    topics: WireTopic<{ partition: number; fetchOffset: string; maxBytes: number }>[];
    rackId?: string;
  }): Promise<{ responses: { topicName: string; partitions: FetchedPartition[] }[] }>;
  listOffsets(args: {
    replicaId?: number;
    isolationLevel: number;
    topics: WireTopic<{ partition: number; timestamp: number | string }>[];
  }): Promise<{ responses: { topic: string; partitions: { partition: number; offset: string }[] }[] }>;
  heartbeat(args: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  syncGroup(args: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  leaveGroup(args: { groupId: string; memberId: string }): Promise<unknown>;
  offsetCommit(args: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: WireTopic<{ partition: number; offset: string; metadata?: string }>[];
  }): Promise<unknown>;
  offsetFetch(args: { groupId: string; topics: WireTopic<{ partition: number }>[] }): Promise<{
    responses: {
      topic: string;
      partitions: { partition: number; offset: string; metadata: string | null }[];
    }[];
  }>;
  initProducerId(args: { transactionalId?: string; transactionTimeout: number }): Promise<{
    producerId: string;
    producerEpoch: number;
  }>;
  addPartitionsToTxn(args: Transactional & { topics: WireTopic<number>[] }): Promise<unknown>;
  addOffsetsToTxn(args: Transactional & { groupId: string }): Promise<unknown>;
  txnOffsetCommit(
    args: Transactional & { groupId: string; topics: WireTopic<{ partition: number; offset: string }>[] },
  ): Promise<unknown>;
  endTxn(args: Transactional & { transactionResult: boolean }): Promise<unknown>;
};

/** kafkajs's view of a cluster: metadata, leaders, coordinators. */
export type Cluster = {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  isConnected(): boolean;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  metadata(args: { topics: string[] }): Promise<{ clusterId: string | null }>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  findBroker(args: { nodeId: number | string }): Promise<Broker>;
  findGroupCoordinator(args: { groupId: string; coordinatorType?: number }): Promise<Broker>;
  removeBroker(address: { host: string; port: number }): void;
};

type ClusterOptions = KafkaConfig & {
  logger: unknown;
  metadataMaxAge: number;
  allowAutoTopicCreation: boolean;
  maxInFlightRequests: number | null;
};
const ClusterClass: new (options: ClusterOptions) => Cluster = require('kafkajs/src/cluster');
const loggers: {
  createLogger(options: { level: number; logCreator: unknown }): unknown;
} = require('kafkajs/src/loggers');
const defaultSocketFactory: () => unknown = require('kafkajs/src/network/socketFactory');
const apiKeys: Record<string, number> = require('kafkajs/src/protocol/requests/apiKeys');
const { requests }: { requests: Record<string, unknown> } = require('kafkajs/src/protocol/requests');
const {
  createErrorFromCode,
}: { createErrorFromCode(code: number): Error } = require('kafkajs/src/protocol/error');

export const coordinatorTypes = { group: 0, transaction: 1 } as const;
export { createErrorFromCode };

/** Builds a cluster handle; connects on first use. */
export function createCluster(config: KafkaConfig, logCreator: unknown, logLevel: number): Cluster {
  return new ClusterClass({
    ...config,
    socketFactory:
      config.socketFactory ?? (defaultSocketFactory() as NonNullable<KafkaConfig['socketFactory']>),
    logger: loggers.createLogger({ level: logLevel, logCreator }),
    metadataMaxAge: 300_000,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
  });
}

export type JoinedGroup = {
  generationId: number;
  leaderId: string;
  memberId: string;
  members: GroupMember[];
};

/** JoinGroup with `group.instance.id`, which kafkajs can encode but never passes (static membership, KIP-345). */
export async function joinGroup(
  broker: Broker,
  args: {
    groupId: string;
    groupInstanceId: string | null;
    memberId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    groupProtocols: { name: string; metadata: Buffer }[];
  },
): Promise<JoinedGroup> {
  const protocol = broker.lookupRequest(apiKeys.JoinGroup ?? -1, requests.JoinGroup);
  const send = (memberId: string) =>
    broker.connectionPool.send<JoinedGroup>(protocol({ ...args, memberId, protocolType: 'consumer' }));
  try {
    return await send(args.memberId);
  } catch (error) {
    // The broker hands out a member id first (KIP-394), then expects the join with it.
    if (error instanceof Error && error.name === 'KafkaJSMemberIdRequired' && 'memberId' in error) {
      return await send(String(error.memberId));
    }
    throw error;
  }
}

type RequestQueue = { pending: unknown[]; throttledUntil: number };
const RequestQueueClass: {
  prototype: { scheduleCheckPendingRequests(this: RequestQueue): void };
} = require('kafkajs/src/network/requestQueue');
const scheduleCheck = RequestQueueClass.prototype.scheduleCheckPendingRequests;
// Unchanged, it arms a timer after every response even when nothing is pending; on Node 24 its negative delay
// makes a 1 ms timer that arms itself again for ever (idle CPU 4 % instead of 1 %).
RequestQueueClass.prototype.scheduleCheckPendingRequests = function () {
  if (this.pending.length > 0) scheduleCheck.call(this);
};

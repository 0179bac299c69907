import { createRequire } from 'node:module';
import type { KafkaConfig } from 'kafkajs';
import {
  readFetchHeaders,
  readFetchResponse,
  type WireBatchHeader,
  type WireFetch,
} from '../wire/fetch-response.ts';
import { type ProduceArguments, produceRequestBody } from '../wire/produce-request.ts';

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

type WireTopic<P> = { topic: string; partitions: P[] };
type GroupMember = { memberId: string; memberMetadata: Buffer };
type Transactional = { transactionalId: string; producerId: string; producerEpoch: number };
type ProtocolRequest = {
  request: { apiKey: number; apiVersion?: number; apiName?: string; encode: () => Promise<unknown> };
  response: { decode(body: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<unknown> };
};
type Lookup = (apiKey: number, definition: unknown) => (args: Record<string, unknown>) => ProtocolRequest;

/** One broker connection pair (fetches have a socket of their own). Every method rejects on a protocol error. */
export type Broker = {
  nodeId: number | string;
  isConnected(): boolean;
  disconnect(): Promise<void>;
  lookupRequest: Lookup;
  connectionPool: { send<T>(request: ProtocolRequest): Promise<T> };
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
    args: Transactional & {
      groupId: string;
      topics: WireTopic<{ partition: number; offset: string; metadata?: string }>[];
    },
  ): Promise<unknown>;
  endTxn(args: Transactional & { transactionResult: boolean }): Promise<unknown>;
};

/** kafkajs's view of a cluster: metadata, leaders, coordinators. */
export type Cluster = {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  isConnected(): boolean;
  /** Topics that every refresh of the metadata asks for; it fails as soon as one of them is gone. */
  targetTopics: Set<string>;
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
const EncoderClass: new (
  size?: number,
) => { buf: Buffer; offset: number } = require('kafkajs/src/protocol/encoder');
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
    sendRequest<JoinedGroup>(broker, protocol({ ...args, memberId, protocolType: 'consumer' }));
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

/**
 * Produce with our own record batches; kafkajs still picks the version and reads the answer.
 * Rejects with the error of the first partition that has one.
 */
export async function produce(broker: Broker, args: ProduceArguments): Promise<void> {
  const protocol = broker.lookupRequest(apiKeys.Produce ?? -1, requests.Produce)({ ...args, compression: 0 });
  // An encoder around the finished body: kafkajs only asks it for its bytes.
  const encoder = new EncoderClass(1);
  encoder.buf = produceRequestBody(args, Date.now());
  encoder.offset = encoder.buf.length;
  await sendRequest(broker, { ...protocol, request: { ...protocol.request, encode: async () => encoder } });
}

export type FetchArguments = {
  isolationLevel: number;
  maxWaitTime: number;
  minBytes: number;
  maxBytes: number;
  topics: WireTopic<{ partition: number; fetchOffset: string; maxBytes: number }>[];
};

/** Fetch whose answer is read by `readFetchResponse`. */
export function fetchRecords(broker: Broker, args: FetchArguments): Promise<WireFetch> {
  return fetch(broker, args, readFetchResponse);
}

/** Fetch of which only the batches' headers are read, for who counts records. */
export function fetchHeaders(broker: Broker, args: FetchArguments): Promise<WireFetch<WireBatchHeader>> {
  return fetch(broker, args, readFetchHeaders);
}

function fetch<T>(broker: Broker, args: FetchArguments, decode: (body: Buffer) => Promise<T>): Promise<T> {
  const protocol = broker.lookupRequest(apiKeys.Fetch ?? -1, requests.Fetch)(args);
  return sendRequest(broker, { ...protocol, response: { decode, parse: async (decoded) => decoded } });
}

async function sendRequest<T>(broker: Broker, request: ProtocolRequest): Promise<T> {
  try {
    return await broker.connectionPool.send<T>(request);
  } catch (error) {
    // As kafkajs does: the next request connects anew.
    if (error instanceof Error && error.name === 'KafkaJSConnectionClosedError') await broker.disconnect();
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

type Connection = { isConnected(): boolean; chunks: Buffer[]; bytesBuffered: number; bytesNeeded: number };
const ConnectionClass: {
  prototype: { connect(this: Connection): Promise<unknown> };
} = require('kafkajs/src/network/connection');
const { connect } = ConnectionClass.prototype;
/** Of the size before an answer. */
const sizeBytes = 4;
// Unchanged, the part of an answer that came before a connection broke, as when a broker is killed, is taken for the
// beginning of the next connection's first answer: from then on no answer is understood, for ever.
ConnectionClass.prototype.connect = function () {
  if (!this.isConnected()) Object.assign(this, { chunks: [], bytesBuffered: 0, bytesNeeded: sizeBytes });
  return connect.call(this);
};

import { createRequire } from 'node:module';
import type { KafkaConfig } from 'kafkajs';
import { readFetchHeaders, readFetchResponse, type WireFetch } from '../wire/fetch-response.ts';
import { type ProduceArguments, produceRequestBody } from '../wire/produce-request.ts';
import type { WireBatchHeader } from '../wire/read-batch.ts';
import {
  readTopicMetadata,
  type TopicMetadata,
  topicMetadataRequest,
  topicMetadataVersion,
} from '../wire/topic-metadata.ts';
import './kafkajs-patches.ts';
import type { Broker, Cluster, GroupMember, ProtocolRequest, WireTopic } from './kafkajs-types.ts';

/**
 * With `kafkajs-patches.ts` and `broker-socket.ts` the only door to kafkajs's private modules. kafkajs is pinned to
 * 2.2.4: its public consumer hides heartbeats behind batches, cannot pass `group.instance.id` and looks up the transaction
 * coordinator before every call, so kit drives the wire protocol below it.
 */
const require = createRequire(import.meta.url);
const version: unknown = require('kafkajs/package.json').version;
if (version !== '2.2.4') {
  throw new Error(
    `kit/kafka drives private modules of kafkajs 2.2.4, found ${String(version)}: read this file before a change`,
  );
}

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

/** What became of the records for one partition: unless there is an error they are written, the first one at `baseOffset`. */
export type ProduceResult = { topic: string; partition: number; baseOffset: number; error?: Error };
type ProduceResponse = {
  topics: {
    topicName: string;
    partitions: { partition: number; errorCode: number; baseOffset: string }[];
  }[];
};

/**
 * Produce with our own record batches; kafkajs picks the version and decodes the response.
 * @param now timestamp of all records, ms since the epoch
 */
export async function produce(broker: Broker, args: ProduceArguments, now: number): Promise<ProduceResult[]> {
  const protocol = broker.lookupRequest(apiKeys.Produce ?? -1, requests.Produce)({ ...args, compression: 0 });
  // An encoder around the finished body: kafkajs only reads its bytes.
  const encoder = new EncoderClass(1);
  encoder.buf = produceRequestBody(args, now);
  encoder.offset = encoder.buf.length;
  const response = await sendRequest<ProduceResponse>(broker, {
    request: { ...protocol.request, encode: async () => encoder },
    // kafkajs's own parser throws the first partition's error away with all the others' results.
    response: { decode: protocol.response.decode, parse: async (decoded) => decoded },
  });
  return response.topics.flatMap(({ topicName: topic, partitions }) =>
    partitions.map(({ partition, errorCode, baseOffset }) => ({
      topic,
      partition,
      baseOffset: Number(baseOffset),
      ...(errorCode === 0 ? {} : { error: createErrorFromCode(errorCode) }),
    })),
  );
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
  const offsets = new Map(
    args.topics.flatMap(({ topic, partitions }) =>
      partitions.map((p) => [`${p.partition}/${topic}`, Number(p.fetchOffset)]),
    ),
  );
  return fetch(broker, args, (body) =>
    readFetchResponse(body, (topic, partition) => offsets.get(`${partition}/${topic}`) ?? 0),
  );
}

/** Fetch of which only the batches' headers are read, for counting records. */
export function fetchHeaders(broker: Broker, args: FetchArguments): Promise<WireFetch<WireBatchHeader>> {
  return fetch(broker, args, readFetchHeaders);
}

function fetch<T>(broker: Broker, args: FetchArguments, decode: (body: Buffer) => Promise<T>): Promise<T> {
  const protocol = broker.lookupRequest(apiKeys.Fetch ?? -1, requests.Fetch)(args);
  return sendRequest(broker, { ...protocol, response: { decode, parse: async (decoded) => decoded } });
}

type OlderMetadata = {
  topicMetadata: {
    topicErrorCode: number;
    topic: string;
    partitionMetadata: { partitionId: number; leader: number }[];
  }[];
};

/** What the broker says about topics, each by itself: kafkajs's own request fails as a whole with the first error. */
export async function describeTopics(broker: Broker, topics: readonly string[]): Promise<TopicMetadata[]> {
  const apiKey = apiKeys.Metadata ?? -1;
  if ((broker.versions?.[apiKey]?.maxVersion ?? 0) >= topicMetadataVersion) {
    const encoder = new EncoderClass(1);
    encoder.buf = topicMetadataRequest(topics);
    encoder.offset = encoder.buf.length;
    return sendRequest(broker, {
      request: { apiKey, apiVersion: topicMetadataVersion, apiName: 'Metadata', encode: async () => encoder },
      response: { decode: async (body) => readTopicMetadata(body), parse: async (decoded) => decoded },
    });
  }
  // Brokers before Kafka 2.8, and services that only speak its protocol: topics have no ids there.
  const { request, response } = broker.lookupRequest(
    apiKey,
    requests.Metadata,
  )({ topics, allowAutoTopicCreation: false });
  const { topicMetadata } = await sendRequest<OlderMetadata>(broker, {
    request,
    response: { ...response, parse: async (decoded) => decoded },
  });
  return topicMetadata.map(({ topic, topicErrorCode: errorCode, partitionMetadata }) => ({
    topic,
    errorCode,
    id: '',
    partitions: partitionMetadata.map(({ partitionId: partition, leader }) => ({ partition, leader })),
  }));
}

function sendRequest<T>(broker: Broker, request: ProtocolRequest): Promise<T> {
  return broker.connectionPool.send<T>(request);
}

import { type RetryOptions, retry } from '../../tools/retry.ts';
import { errorType, isConnectionError } from './errors.ts';
import type { Cluster } from './kafkajs-types.ts';

export type Isolation = 'committed' | 'uncommitted';
export const isolationLevel = { uncommitted: 0, committed: 1 } as const;

/** How long a request is repeated: without a bound by default. */
export type RequestRetries = Pick<RetryOptions, 'signal' | 'attempts' | 'onRetry'>;

/** See `KafkaConnection.open`. */
export function connectWithRetry(cluster: Cluster, topics: string[], retries: RequestRetries): Promise<void> {
  const connect = async () => {
    await cluster.connect();
    await cluster.addMultipleTargetTopics(topics);
  };
  return retry(connect, { ...retries, backoff: { min: 50, max: 2000 } });
}

/** Calls back after each refresh of the metadata, whichever request caused it: leaders may have moved. */
export function watchMetadata({ brokerPool }: Cluster, onRefreshed: () => void): void {
  const refresh = brokerPool.refreshMetadata;
  brokerPool.refreshMetadata = async (topics) => {
    await refresh.call(brokerPool, topics);
    onRefreshed();
  };
}

/** Partition numbers of a topic, ascending. */
export function partitionsOf(cluster: Cluster, topic: string): number[] {
  return cluster
    .findTopicPartitionMetadata(topic)
    .map((p) => p.partitionId)
    .sort((a, b) => a - b);
}

/** The node that leads a partition. */
export function leaderOf(cluster: Cluster, topic: string, partition: number): number {
  const known = cluster.findTopicPartitionMetadata(topic);
  const found = known.find((p) => p.partitionId === partition);
  if (found && found.leader >= 0) return found.leader;
  const reason = found
    ? 'no broker leads the partition'
    : `the topic has no such partition (it has ${known.length})`;
  // With the type that a broker would send: an election may be under way, so refresh and retry.
  throw Object.assign(new Error(`no leader known for ${topic}/${partition}: ${reason}`), {
    type: 'LEADER_NOT_AVAILABLE',
  });
}

/** Which offset to look up: the log's start, its end, or the first record at or after a time (ms). */
export type OffsetOf = 'start' | 'end' | number;

/** See `KafkaConnection.listOffsets`. */
export async function listOffsets(
  cluster: Cluster,
  topic: string,
  partitions: number[],
  of: OffsetOf,
  isolation: Isolation,
): Promise<Map<number, number>> {
  const timestamp = of === 'start' ? -2 : of === 'end' ? -1 : of;
  const byNode = Map.groupBy(partitions, (p) => leaderOf(cluster, topic, p));
  const offsets = new Map<number, number>();
  await Promise.all(
    [...byNode].map(async ([nodeId, own]) => {
      const broker = await cluster.findBroker({ nodeId });
      const { responses } = await broker.listOffsets({
        replicaId: -1,
        isolationLevel: isolationLevel[isolation],
        topics: [{ topic, partitions: own.map((partition) => ({ partition, timestamp })) }],
      });
      for (const response of responses) {
        for (const p of response.partitions) offsets.set(p.partition, Number(p.offset));
      }
    }),
  );
  return offsets;
}

const stale = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'REPLICA_NOT_AVAILABLE',
]);

/** Whether an error means that the known leaders are out of date, or that the broker does not know of them yet. */
export const isStale = (error: unknown): boolean => stale.has(errorType(error));

/** See `KafkaConnection.refreshMetadataAfter`. */
export async function refreshMetadataAfter(cluster: Cluster, error: unknown): Promise<void> {
  try {
    if (!cluster.isConnected()) await cluster.connect();
    if (isStale(error) || isConnectionError(error)) await cluster.refreshMetadata();
  } catch {
    // The caller backs off and retries.
  }
}

/** Repeats a request and looks up the leaders in between: another broker may lead by now. */
export function retryWithMetadataRefresh<T>(
  cluster: Cluster,
  request: () => Promise<T>,
  retries: RequestRetries,
): Promise<T> {
  return retry(request, {
    ...retries,
    backoff: { min: 20, max: 1000 },
    recover: (error) => refreshMetadataAfter(cluster, error),
  });
}

/** See `KafkaConnection.tryRefreshMetadata`. */
export async function tryRefreshMetadata(cluster: Cluster): Promise<void> {
  try {
    if (!cluster.isConnected()) await cluster.connect();
    await cluster.refreshMetadata();
  } catch {
    // The caller backs off and retries.
  }
}

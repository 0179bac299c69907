import { createBackoff, sleep } from '../../tools/backoff.ts';
import { errorType, isConnectionError } from './errors.ts';
import type { Broker, Cluster } from './kafkajs-internals.ts';

export type Isolation = 'committed' | 'uncommitted';
export const isolationLevel = { uncommitted: 0, committed: 1 } as const;

/**
 * Connects and loads metadata of topics, trying until it works, is aborted or `attempts` are used up.
 * A topic that does not exist yet counts as "not yet": pods may start before their topics.
 */
export async function connectFor(
  cluster: Cluster,
  topics: string[],
  {
    signal,
    attempts = Number.POSITIVE_INFINITY,
    onRetry,
  }: {
    signal?: AbortSignal;
    attempts?: number;
    onRetry?: (error: unknown) => void;
  } = {},
): Promise<void> {
  const backoff = createBackoff({ min: 50, max: 2000 });
  for (let attempt = 1; ; attempt++) {
    try {
      await cluster.connect();
      await cluster.addMultipleTargetTopics(topics);
      return;
    } catch (error) {
      if (signal?.aborted || attempt >= attempts) throw error;
      onRetry?.(error);
      await sleep(backoff.next(), signal);
      if (signal?.aborted) throw error;
    }
  }
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
  const found = cluster.findTopicPartitionMetadata(topic).find((p) => p.partitionId === partition);
  if (!found || found.leader < 0) {
    // Typed as the broker would: an election is under way, so refresh and try again.
    throw Object.assign(new Error(`no leader known for ${topic}/${partition}`), {
      type: 'LEADER_NOT_AVAILABLE',
    });
  }
  return found.leader;
}

/** The broker that leads a partition. */
export function leaderBroker(cluster: Cluster, topic: string, partition: number): Promise<Broker> {
  return cluster.findBroker({ nodeId: leaderOf(cluster, topic, partition) });
}

/** Which offset to ask for: the log's start, its end, or the first record at or after a time (ms). */
export type OffsetOf = 'start' | 'end' | number;

/**
 * Offsets of partitions of one topic. `end` with isolation `committed` is the last stable offset,
 * with `uncommitted` the high watermark; -1 means that no record is as young as the time asked for.
 */
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

/** Whether an error means that what is known of the leaders is out of date, or not yet so at the broker. */
export const isStale = (error: unknown): boolean => stale.has(errorType(error));

/** After an error: reconnects or refreshes metadata where that is the remedy; never throws. */
export async function refreshMetadataAfter(cluster: Cluster, error: unknown): Promise<void> {
  try {
    if (!cluster.isConnected()) await cluster.connect();
    if (isStale(error) || isConnectionError(error)) await cluster.refreshMetadata();
  } catch {
    // The caller backs off and comes back.
  }
}

/**
 * Asks until there is an answer, and looks for the leaders anew in between: another broker may lead by now.
 * @throws the last error once the attempts are used up or the signal is aborted
 */
export async function retryWithMetadataRefresh<T>(
  cluster: Cluster,
  ask: () => Promise<T>,
  { signal, attempts = Number.POSITIVE_INFINITY }: { signal?: AbortSignal | undefined; attempts?: number },
): Promise<T> {
  const backoff = createBackoff({ min: 20, max: 1000 });
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= attempts || signal?.aborted) throw error;
      await sleep(backoff.next(), signal);
      await refreshMetadataAfter(cluster, error);
    }
  }
}

/** Asks for the metadata anew, connecting first where needed; never throws. */
export async function tryRefreshMetadata(cluster: Cluster): Promise<void> {
  try {
    if (!cluster.isConnected()) await cluster.connect();
    await cluster.refreshMetadata();
  } catch {
    // The caller backs off and comes back.
  }
}

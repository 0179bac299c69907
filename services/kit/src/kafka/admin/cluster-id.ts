import type { KafkaClient } from '../connection/client.ts';
import { connectFor } from '../connection/metadata.ts';

/** The id of the cluster, given when it was formatted; waits for the broker until aborted. */
export async function clusterIdOf(kafka: KafkaClient, signal?: AbortSignal): Promise<string> {
  const cluster = kafka.cluster();
  try {
    await connectFor(cluster, [], {
      ...(signal ? { signal } : {}),
      onRetry: (err) => kafka.log.warn({ err }, 'waiting for Kafka'),
    });
    const { clusterId } = await cluster.metadata({ topics: [] });
    if (clusterId === null) throw new Error('the broker names no cluster id');
    return clusterId;
  } finally {
    await cluster.disconnect().catch(() => {});
  }
}

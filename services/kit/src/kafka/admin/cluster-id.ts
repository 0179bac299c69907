import type { KafkaClient } from '../connection/client.ts';

/** The id of the cluster, given when it was formatted; waits for the broker until aborted. */
export async function clusterIdOf(kafka: KafkaClient, signal?: AbortSignal): Promise<string> {
  const connection = await kafka.connect([], signal);
  try {
    const clusterId = await connection.clusterId();
    if (clusterId === null) throw new Error('the broker names no cluster id');
    return clusterId;
  } finally {
    await connection.close();
  }
}

import type { KafkaClient } from '../connection/client.ts';

/** The number of partitions of a topic; waits for the broker and the topic until aborted. */
export async function partitionCountOf(
  kafka: KafkaClient,
  topic: string,
  signal?: AbortSignal,
): Promise<number> {
  const connection = await kafka.connect([topic], signal);
  try {
    return connection.partitions(topic).length;
  } finally {
    await connection.close();
  }
}

import { type Admin, Kafka, logLevel } from 'kafkajs';
import { sleep } from '../tools/backoff.ts';

const withinMs = 60_000;
const everyMs = 200;

/**
 * Waits until so many brokers are there and every partition, also of Kafka's own topics, has a leader and all of its
 * replicas in sync.
 * @throws after a minute, with the first partitions that have not
 */
export async function replicasInSync(brokers: string[], nodes: number, signal?: AbortSignal): Promise<void> {
  const admin = new Kafka({ brokers, clientId: 'in-sync', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    for (const deadline = Date.now() + withinMs; ; ) {
      signal?.throwIfAborted();
      const late = await lagging(admin, nodes).catch((error: unknown) => [String(error)]);
      if (late.length === 0) return;
      if (Date.now() > deadline) throw new Error(`replicas are not in sync: ${late.slice(0, 5).join(', ')}`);
      await sleep(everyMs, signal);
    }
  } finally {
    await admin.disconnect();
  }
}

async function lagging(admin: Admin, nodes: number): Promise<string[]> {
  const { brokers } = await admin.describeCluster();
  if (brokers.length < nodes) return [`${brokers.length} of ${nodes} brokers`];
  const { topics } = await admin.fetchTopicMetadata();
  return topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ leader, isr, replicas }) => leader < 0 || isr.length < replicas.length)
      .map(({ partitionId }) => `${name}/${partitionId}`),
  );
}

import type { KafkaClient } from '../kafka/connection/client.ts';
import { createCoordinator } from '../kafka/connection/coordinator.ts';

/**
 * Commits offsets for a group without members, for tests of what reads them.
 * @param offsets one per partition, from partition 0 on
 * @param attempts a new broker has to create its own topic for groups first
 */
export async function commitOffsets(
  kafka: KafkaClient,
  {
    group,
    topic,
    offsets,
    attempts = 20,
  }: { group: string; topic: string; offsets: readonly number[]; attempts?: number },
): Promise<void> {
  const cluster = kafka.cluster();
  await cluster.connect();
  try {
    const partitions = offsets.map((offset, partition) => ({ partition, offset: String(offset) }));
    const topics = [{ topic, partitions }];
    await createCoordinator(cluster, 'group', group).request(
      (broker) => broker.offsetCommit({ groupId: group, groupGenerationId: -1, memberId: '', topics }),
      attempts,
    );
  } finally {
    await cluster.disconnect();
  }
}

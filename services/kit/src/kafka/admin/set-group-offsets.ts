import type { KafkaClient } from '../connection/client.ts';
import type { PartitionOffset } from '../connection/group-coordinator.ts';

/** A new broker creates the groups' own topic first, and refuses commits until it has. */
const attempts = 20;
/** No member of the group: as tools commit that set offsets from outside. */
const outsider = { generation: -1, memberId: '' };

/** Sets offsets of a group that has no members, per topic. Rejects while the group has members. */
export async function setGroupOffsets(
  kafka: KafkaClient,
  group: string,
  offsets: ReadonlyMap<string, readonly PartitionOffset[]>,
): Promise<void> {
  const connection = await kafka.connect([]);
  try {
    const coordinator = connection.groupCoordinator(group);
    for (const [topic, partitions] of offsets) {
      await coordinator.commit(outsider, topic, partitions, attempts);
    }
  } finally {
    await connection.close();
  }
}

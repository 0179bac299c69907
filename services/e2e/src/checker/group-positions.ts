import type { Admin } from 'kafkajs';

/** Where a partition begins and ends, and what a group has committed there (-1: nothing). */
export type GroupPosition = { partition: number; start: number; end: number; committed: number };

/** Of each partition of a topic. By kafkajs's own admin client, which shares no code with the services. */
export async function groupPositions(admin: Admin, group: string, topic: string): Promise<GroupPosition[]> {
  const [fetched] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const committed = new Map((fetched?.partitions ?? []).map((p) => [p.partition, Number(p.offset)]));
  return (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
    partition,
    start: Number(low),
    end: Number(high),
    committed: committed.get(partition) ?? -1,
  }));
}

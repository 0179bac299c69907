import { Kafka, logLevel } from 'kafkajs';

/** The end of each partition of a topic, and what a group has committed there (-1: nothing). */
export async function readPositions(
  address: string,
  group: string,
  topic: string,
): Promise<{ end: number; committed: number }[]> {
  const admin = new Kafka({ brokers: [address], clientId: 'positions', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    const [fetched] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    const committed = new Map((fetched?.partitions ?? []).map((p) => [p.partition, Number(p.offset)]));
    return ends.map(({ partition, high }) => ({
      end: Number(high),
      committed: committed.get(partition) ?? -1,
    }));
  } finally {
    await admin.disconnect();
  }
}

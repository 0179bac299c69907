import { Kafka, logLevel } from 'kafkajs';
import { rawRequest } from './raw-request.ts';

const electLeaders = 43;
const everyTopic = -1;
const timeoutMs = 10_000;

/**
 * Makes another replica of every partition its leader: puts the first one of its replicas, which is the preferred
 * leader, last and has the preferred ones elected.
 * @param brokers bootstrap addresses on loopback; all nodes have to run
 */
export async function moveLeaders(brokers: string[], topics: readonly string[]): Promise<void> {
  const admin = new Kafka({ brokers, clientId: 'move-leaders', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
    await admin.alterPartitionReassignments({
      topics: metadata.topics.map(({ name, partitions }) => ({
        topic: name,
        partitionAssignment: partitions.map(({ partitionId, leader, replicas }) => ({
          partition: partitionId,
          replicas: [...replicas.filter((node) => node !== leader), leader],
        })),
      })),
      timeout: timeoutMs,
    });
  } finally {
    await admin.disconnect();
  }
  const body = Buffer.alloc(8);
  body.writeInt32BE(everyTopic, 0);
  body.writeInt32BE(timeoutMs, 4);
  await rawRequest(Number(brokers[0]?.split(':')[1]), { apiKey: electLeaders, flexible: false, body });
}

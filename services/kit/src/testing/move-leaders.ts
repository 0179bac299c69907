import { Kafka, logLevel } from 'kafkajs';
import { retry } from '../tools/retry.ts';
import { rawRequest } from './raw-request.ts';

const electLeaders = 43;
const everyTopic = -1;
const timeoutMs = 10_000;
/** With waits of up to a second between them. */
const attempts = 40;

/**
 * Makes another replica of every partition its leader: puts the first one of its replicas, which is the preferred
 * leader, last, has the preferred ones elected, and waits until they lead.
 * @param brokers bootstrap addresses on loopback; all nodes have to run
 * @throws when a partition still has its old leader after half a minute: its replicas may not be in sync
 */
export async function moveLeaders(brokers: string[], topics: readonly string[]): Promise<void> {
  const admin = new Kafka({ brokers, clientId: 'move-leaders', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const readLeaders = async () => {
    const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
    return metadata.topics.flatMap(({ name, partitions }) =>
      partitions.map((partition) => ({ name, ...partition })),
    );
  };
  try {
    const before = await readLeaders();
    await admin.alterPartitionReassignments({
      topics: [...Map.groupBy(before, ({ name }) => name)].map(([topic, partitions]) => ({
        topic,
        partitionAssignment: partitions.map(({ partitionId, leader, replicas }) => ({
          partition: partitionId,
          replicas: [...replicas.filter((node) => node !== leader), leader],
        })),
      })),
      timeout: timeoutMs,
    });
    const leaderBefore = new Map(
      before.map(({ name, partitionId, leader }) => [`${name}/${partitionId}`, leader]),
    );
    await retry(
      async () => {
        // The new order of the replicas takes a moment; what was elected before it is the old leader again.
        await elect(brokers);
        const stayed = (await readLeaders()).filter(
          ({ name, partitionId, leader }) => leader === leaderBefore.get(`${name}/${partitionId}`),
        );
        if (stayed.length > 0)
          throw new Error(`still led by the same broker: ${stayed.map(describe).join(', ')}`);
      },
      { backoff: { min: 50, max: 1000 }, attempts },
    );
  } finally {
    await admin.disconnect();
  }
}

async function elect(brokers: string[]): Promise<void> {
  const body = Buffer.alloc(8);
  body.writeInt32BE(everyTopic, 0);
  body.writeInt32BE(timeoutMs, 4);
  await rawRequest(Number(brokers[0]?.split(':')[1]), { apiKey: electLeaders, flexible: false, body });
}

function describe(of: {
  name: string;
  partitionId: number;
  leader: number;
  replicas: number[];
  isr: number[];
}) {
  const { name, partitionId, leader, replicas, isr } = of;
  return `${name}/${partitionId} by ${leader} (replicas ${replicas.join(' ')}, in sync ${isr.join(' ')})`;
}

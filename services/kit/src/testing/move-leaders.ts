import { Kafka, logLevel } from 'kafkajs';
import { retry } from '../tools/retry.ts';
import { rawRequest } from './raw-request.ts';

const electLeaders = 43;
const preferred = 0;
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
    let attempt = 0;
    await retry(
      async () => {
        // The new order of the replicas takes a moment; what was elected before it is the old leader again. And one that
        // has just come back may not find the controller at first.
        await elect(brokers[attempt++ % brokers.length] ?? '');
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

/** @throws when the broker, or the controller behind it, refuses or does not answer in time */
async function elect(broker: string): Promise<void> {
  const body = Buffer.alloc(9);
  body.writeInt8(preferred, 0);
  body.writeInt32BE(everyTopic, 1);
  body.writeInt32BE(timeoutMs, 5);
  const response = await rawRequest(Number(broker.split(':')[1]), {
    apiKey: electLeaders,
    // Version 0 has no error of the request as a whole.
    apiVersion: 1,
    flexible: false,
    body,
  });
  const errorCode = response.readInt16BE(4);
  if (errorCode !== 0) throw new Error(`${broker} cannot elect leaders: error ${errorCode}`);
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

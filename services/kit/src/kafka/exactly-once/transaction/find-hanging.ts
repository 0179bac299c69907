import type { KafkaClient } from '../../connection/client.ts';
import { partitionsWithHangingTransaction } from './hanging-transactions.ts';

/** A partition in which readers of committed records get no further than `stable`. */
export type HangingPartition = { topic: string; partition: number; stable: number };

/**
 * Looks for records that wait for a transaction marker: of a transaction that is open now, or of one that has lost it.
 * @param partitions how many each of the topics has
 */
export async function findHangingPartitions(
  kafka: KafkaClient,
  topics: readonly string[],
  partitions: number,
): Promise<HangingPartition[]> {
  const connection = kafka.connection();
  try {
    await connection.open(topics, { attempts: 5 });
    const found = await Promise.all(
      Array.from({ length: partitions }, async (_, partition) =>
        (await partitionsWithHangingTransaction(connection, topics, partition)).map((hanging) => ({
          ...hanging,
          partition,
        })),
      ),
    );
    return found.flat();
  } finally {
    await connection.close();
  }
}

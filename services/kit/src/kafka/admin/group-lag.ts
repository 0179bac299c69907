import type { KafkaClient } from '../connection/client.ts';

/** Measures the lag of one group on some topics together. */
export type LagProbe = {
  /**
   * Records after the committed offsets, over all partitions of all topics; where the group has never committed, all that the
   * log holds. Rejects when Kafka does not answer: unknown is not 0.
   */
  lag(): Promise<number>;
  stop(): Promise<void>;
};

/** A probe with a connection of its own, which it opens at the first call and repairs at later ones. */
export function createLagProbe(options: {
  kafka: KafkaClient;
  group: string;
  topics: readonly string[];
}): LagProbe {
  const { kafka, group, topics } = options;
  const connection = kafka.connection();
  const coordinator = connection.groupCoordinator(group);
  let connected = false;

  async function measure(): Promise<number> {
    if (!connected) await connection.open(topics, { attempts: 1 });
    connected = true;
    const lags = await Promise.all(topics.map(lagOf));
    return lags.reduce((sum, lag) => sum + lag, 0);
  }

  async function lagOf(topic: string): Promise<number> {
    const partitions = connection.partitions(topic);
    // Committed first: an offset that is older than the end can only make the lag too large.
    const committed = await coordinator.committed(topic, partitions);
    const [starts, ends] = await Promise.all([
      connection.listOffsets(topic, partitions, 'start', 'uncommitted'),
      connection.listOffsets(topic, partitions, 'end', 'uncommitted'),
    ]);
    return partitions.reduce((sum, p) => {
      const from = Math.max(committed.get(p)?.offset ?? -1, starts.get(p) ?? 0);
      return sum + Math.max(0, (ends.get(p) ?? from) - from);
    }, 0);
  }

  return {
    async lag() {
      try {
        return await measure();
      } catch (error) {
        coordinator.invalidate();
        // Not awaited: kafkajs retries for long, and the caller has its answer already.
        if (connected) void connection.refreshMetadataAfter(error);
        throw error;
      }
    },
    stop: () => connection.close(),
  };
}

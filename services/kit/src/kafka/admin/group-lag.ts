import type { KafkaClient } from '../connection/client.ts';
import { createCoordinator } from '../connection/coordinator.ts';
import { connectFor, listOffsets, partitionsOf, refreshMetadataAfter } from '../connection/metadata.ts';

/** Asks for the lag of one group on one topic. */
export type LagProbe = {
  /**
   * Records after the committed offsets, over all partitions; where the group has never committed, all that the
   * log holds. Rejects when Kafka does not answer: unknown is not 0.
   */
  lag(): Promise<number>;
  stop(): Promise<void>;
};

/** A probe with a connection of its own, which it opens at the first question and mends at the next ones. */
export function createLagProbe(options: { kafka: KafkaClient; group: string; topic: string }): LagProbe {
  const { kafka, group, topic } = options;
  const cluster = kafka.cluster();
  const coordinator = createCoordinator(cluster, 'group', group);
  let connected = false;

  async function ask(): Promise<number> {
    if (!connected) await connectFor(cluster, [topic], { attempts: 1 });
    connected = true;
    const partitions = partitionsOf(cluster, topic);
    // Committed first: an offset that is older than the end asked for later can only make the lag too large.
    const committed = await committedOffsets(partitions);
    const [starts, ends] = await Promise.all([
      listOffsets(cluster, topic, partitions, 'start', 'uncommitted'),
      listOffsets(cluster, topic, partitions, 'end', 'uncommitted'),
    ]);
    return partitions.reduce((sum, p) => {
      const from = Math.max(committed.get(p) ?? -1, starts.get(p) ?? 0);
      return sum + Math.max(0, (ends.get(p) ?? from) - from);
    }, 0);
  }

  async function committedOffsets(partitions: number[]): Promise<Map<number, number>> {
    const { responses } = await coordinator.request((broker) =>
      broker.offsetFetch({
        groupId: group,
        topics: [{ topic, partitions: partitions.map((partition) => ({ partition })) }],
      }),
    );
    return new Map(
      responses.flatMap((r) => r.partitions.map((p) => [p.partition, Number(p.offset)] as const)),
    );
  }

  return {
    async lag() {
      try {
        return await ask();
      } catch (error) {
        coordinator.invalidate();
        // Not awaited: kafkajs tries again for long, and the caller has its answer already.
        if (connected) void refreshMetadataAfter(cluster, error);
        throw error;
      }
    },
    stop: () => cluster.disconnect().catch(() => {}),
  };
}

import type { KafkaConnection, ProducerIdentity } from '../connection/connection.ts';
import type { QueuedBatch } from './partition-sends.ts';
import { produceTo } from './produce-batches.ts';

/** The requests of an idempotent producer, with the identities that its partitions use. */
export type ProducerRequests = {
  /** Gets the first identity, and opens sockets to nodes, before a request needs them. */
  open(nodes: readonly number[]): Promise<void>;
  /**
   * Sends batches to the node that leads their partitions.
   * @param node undefined when no leader is known
   * @returns the error of each batch that was not written, by the batch; never rejects
   */
  produce(
    node: number | undefined,
    batches: readonly QueuedBatch[],
  ): Promise<ReadonlyMap<QueuedBatch, unknown>>;
};

/** @param isUsed whether a partition still uses the identity of this number */
export function createProducerRequests(
  connection: KafkaConnection,
  timeoutMs: number,
  isUsed: (identity: number) => boolean,
): ProducerRequests {
  const identities = new Map<number, Promise<ProducerIdentity>>();

  /** Any node can give it. */
  function identityOf(number: number, node: number): Promise<ProducerIdentity> {
    const known = identities.get(number);
    if (known) return known;
    for (const old of identities.keys()) if (!isUsed(old)) identities.delete(old);
    const requested = connection.initProducerId(node);
    identities.set(number, requested);
    requested.catch(() => identities.delete(number));
    return requested;
  }

  /** Batches under one identity, each with the messages of its records. */
  async function send(node: number, identity: number, batches: readonly QueuedBatch[]) {
    const sequenced = batches.map((batch) => ({
      ...batch,
      batch,
      messages: batch.records.map((r) => r.record),
    }));
    const owner = await identityOf(identity, node);
    const { errors } = await produceTo(connection, node, owner, sequenced, timeoutMs);
    return [...errors].map(([{ batch }, error]) => [batch, error] as const);
  }

  return {
    async open(nodes) {
      const [node] = nodes;
      if (node === undefined) throw new Error('a producer needs at least one topic');
      await identityOf(0, node);
      await connection.connectTo(nodes);
    },
    async produce(node, batches) {
      try {
        await connection.refreshMetadataIfExpired();
        // Throws for what has no leader.
        const [first] = batches;
        const leader = node ?? (first && connection.leader(first.topic, first.partition));
        if (leader === undefined) return new Map();
        const byIdentity = Map.groupBy(batches, ({ identity }) => identity);
        const errors = await Promise.all(
          [...byIdentity].map(([identity, own]) => send(leader, identity, own)),
        );
        return new Map(errors.flat());
      } catch (error) {
        return new Map(batches.map((batch) => [batch, error]));
      }
    },
  };
}

import { createBackoff, sleep } from '../../tools/backoff.ts';
import type { KafkaClient } from '../connection/client.ts';
import { errorType, isConnectionError } from '../connection/errors.ts';
import {
  connectFor,
  leaderBroker,
  leaderOf,
  partitionsOf,
  refreshMetadataAfter,
} from '../connection/metadata.ts';
import { type ProduceRecord, sizeOf } from '../wire/record.ts';
import { BrokerUnavailable } from './broker-unavailable.ts';
import { groupByPartition, type ProducerSession, produceBatches } from './produce-batches.ts';

/** An idempotent producer (acks all) whose sends share requests. */
export type Producer = {
  /** Resolves when all brokers have the records. Rejects with BrokerUnavailable after `deliveryTimeoutMs`. */
  send(records: ProduceRecord[]): Promise<void>;
  /** Number of partitions of a topic that was named at creation. */
  partitions(topic: string): number;
  /** True while the last request succeeded. */
  readonly healthy: boolean;
  /** Sends waiting or under way. */
  readonly pending: number;
  stop(): Promise<void>;
};

type Waiting = {
  records: ProduceRecord[];
  bytes: number;
  deadline: number;
  resolve(): void;
  reject(e: unknown): void;
};

const maxBatchBytes = 700_000;
const maxBatchRecords = 2000;
/** Errors after which the producer's identity is spent; the records' own ids make a repeat harmless. */
const fatalProducerErrors = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/**
 * Connects, gets an identity and returns a producer: the first send need not wait for these. One request at a time: whatever is sent meanwhile goes into the next one.
 * @param maxPendingBytes above it `send` rejects at once, so that memory stays bounded
 */
export async function startProducer(
  options: {
    kafka: KafkaClient;
    topics: string[];
    lingerMs?: number;
    deliveryTimeoutMs?: number;
    maxPendingBytes?: number;
  },
  signal?: AbortSignal,
): Promise<Producer> {
  const { kafka, topics, lingerMs = 0, deliveryTimeoutMs = 30_000, maxPendingBytes = 64 << 20 } = options;
  const cluster = kafka.cluster();
  await connectFor(cluster, topics, {
    ...(signal ? { signal } : {}),
    onRetry: (err) => kafka.log.warn({ err, topics }, 'waiting for Kafka'),
  });
  const queue: Waiting[] = [];
  let pendingBytes = 0;
  let session: ProducerSession | undefined;
  let healthy = true;
  let running: Promise<void> = Promise.resolve();
  let active = false;
  let stopped = false;
  await warmUp();

  async function openSession(): Promise<ProducerSession> {
    if (session) return session;
    const [topic] = topics;
    if (topic === undefined) throw new Error('a producer needs at least one topic');
    const broker = await leaderBroker(cluster, topic, 0);
    const { producerId, producerEpoch } = await broker.initProducerId({ transactionTimeout: 60_000 });
    session = { producerId, producerEpoch, sequences: new Map() };
    return session;
  }

  /** One try, since a send tries on: a broker that is away must not keep those of the others from working. */
  async function warmUp(): Promise<void> {
    try {
      await openSession();
      const leaders = topics.flatMap((topic) =>
        partitionsOf(cluster, topic).map((partition) => leaderOf(cluster, topic, partition)),
      );
      await Promise.all([...new Set(leaders)].map((nodeId) => cluster.findBroker({ nodeId })));
    } catch (err) {
      kafka.log.warn({ err, topics }, 'the first send will take longer');
    }
  }

  function takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    let bytes = 0;
    let count = 0;
    for (const next of queue) {
      if (
        batch.length > 0 &&
        (bytes + next.bytes > maxBatchBytes || count + next.records.length > maxBatchRecords)
      )
        break;
      batch.push(next);
      bytes += next.bytes;
      count += next.records.length;
    }
    return batch;
  }

  async function run(): Promise<void> {
    const backoff = createBackoff({ min: 10, max: 500 });
    // At least the sends of this turn of the event loop share the request.
    if (lingerMs > 0) await sleep(lingerMs);
    else await Promise.resolve();
    let batch: Waiting[] = [];
    while (queue.length > 0) {
      // A batch that failed is repeated as it was: the broker knows it by its sequence numbers.
      if (batch.length === 0) batch = takeBatch();
      try {
        await cluster.refreshMetadataIfNecessary();
        const own = await openSession();
        await produceBatches(
          cluster,
          own,
          groupByPartition(batch.flatMap((w) => w.records)),
          deliveryTimeoutMs,
        );
        healthy = true;
        backoff.reset();
        settle(batch, (w) => w.resolve());
        batch = [];
      } catch (error) {
        if (errorType(error) === 'DUPLICATE_SEQUENCE_NUMBER') {
          // The first try had arrived. What the broker holds now is not for us to guess: a new identity.
          session = undefined;
          settle(batch, (w) => w.resolve());
          batch = [];
          continue;
        }
        healthy = false;
        if (fatalProducerErrors.has(errorType(error))) session = undefined;
        if (permanent(error)) {
          session = undefined;
          settle(batch, (w) => w.reject(error));
          batch = [];
          continue;
        }
        kafka.log.warn({ err: error, waiting: queue.length }, 'send failed, trying again');
        if (expire(error)) {
          // Some of the batch are given up: the rest is another batch, hence another identity.
          session = undefined;
          batch = [];
        }
        await sleep(backoff.next());
        await refreshMetadataAfter(cluster, error);
      }
    }
    // Before any await: a send that comes now must find that nobody is running.
    active = false;
  }

  function settle(batch: Waiting[], how: (w: Waiting) => void): void {
    queue.splice(0, batch.length);
    for (const w of batch) {
      pendingBytes -= w.bytes;
      how(w);
    }
  }

  function expire(cause: unknown): boolean {
    const now = Date.now();
    let expired = false;
    for (let i = queue.length - 1; i >= 0; i--) {
      const w = queue[i];
      if (w && (stopped || w.deadline < now)) {
        queue.splice(i, 1);
        pendingBytes -= w.bytes;
        expired = true;
        w.reject(new BrokerUnavailable(`not delivered within ${deliveryTimeoutMs} ms`, { cause }));
      }
    }
    return expired;
  }

  return {
    send(records) {
      const bytes = records.reduce((sum, r) => sum + sizeOf(r), 0);
      if (stopped) return Promise.reject(new BrokerUnavailable('the producer is stopped'));
      if (pendingBytes + bytes > maxPendingBytes) {
        return Promise.reject(new BrokerUnavailable('too many unsent records'));
      }
      pendingBytes += bytes;
      return new Promise<void>((resolve, reject) => {
        queue.push({ records, bytes, deadline: Date.now() + deliveryTimeoutMs, resolve, reject });
        if (!active) {
          active = true;
          running = run();
        }
      });
    },
    partitions: (topic) => partitionsOf(cluster, topic).length,
    get healthy() {
      return healthy;
    },
    get pending() {
      return queue.length;
    },
    async stop() {
      await Promise.race([running, sleep(5000)]);
      stopped = true;
      await cluster.disconnect().catch(() => {});
    },
  };
}

function permanent(error: unknown): boolean {
  const type = errorType(error);
  if (type === '')
    return !isConnectionError(error) && !(error instanceof Error && error.name.startsWith('KafkaJS'));
  return [
    'MESSAGE_TOO_LARGE',
    'RECORD_LIST_TOO_LARGE',
    'INVALID_RECORD',
    'TOPIC_AUTHORIZATION_FAILED',
    'CLUSTER_AUTHORIZATION_FAILED',
  ].includes(type);
}

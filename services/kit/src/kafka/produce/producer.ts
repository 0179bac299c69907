import { sleep } from '../../tools/backoff.ts';
import { settledWithin } from '../../tools/with-timeout.ts';
import type { KafkaClient, KafkaLog } from '../connection/client.ts';
import type { KafkaConnection } from '../connection/connection.ts';
import { errorType } from '../connection/errors.ts';
import type { ProduceRecord } from '../wire/record.ts';
import { BrokerUnavailable } from './broker-unavailable.ts';
import { classifyFailure, refusalOf } from './classify-failure.ts';
import type { PendingSend, QueuedBatch } from './partition-sends.ts';
import { createProducerRequests, type ProducerRequests } from './producer-requests.ts';
import { SendQueue } from './send-queue.ts';

/** An idempotent producer (acks all) whose sends share requests. */
export type Producer = {
  /**
   * Resolves when all brokers have the records. Rejects with BrokerUnavailable after `deliveryTimeoutMs`, with
   * RecordTooLarge or WriteForbidden when a topic does not accept a record, and with the broker's error for another
   * refusal. After a rejection some of the records may have been written.
   */
  send(records: readonly ProduceRecord[]): Promise<void>;
  /** Number of partitions of a topic that was named at creation. */
  partitions(topic: string): number;
  stop(): Promise<void>;
};

export type ProducerOptions = {
  kafka: KafkaClient;
  topics: readonly string[];
  /** How long a send waits for others to share its request, ms. Default 0: those of the same microtask. */
  lingerMs?: number;
  deliveryTimeoutMs?: number;
  /** Above it `send` rejects at once, so that memory stays bounded. */
  maxPendingBytes?: number;
};

/** Of one partition. */
const maxBatchBytes = 700_000;
const maxBatchRecords = 2000;
const stopWithinMs = 5000;

/**
 * Connects, gets an identity and returns a producer: the first send need not wait for these. One request at a time to
 * each broker: whatever is sent meanwhile goes into the next one.
 */
export async function startProducer(options: ProducerOptions, signal?: AbortSignal): Promise<Producer> {
  const connection = await options.kafka.connect(options.topics, signal);
  const producer = new IdempotentProducer(options, connection);
  await producer.warmUp();
  return producer;
}

/** The shell around `SendQueue`: requests to the brokers that lead partitions with something to send. */
class IdempotentProducer implements Producer {
  readonly #connection: KafkaConnection;
  readonly #log: KafkaLog;
  readonly #topics: readonly string[];
  readonly #lingerMs: number;
  readonly #deliveryTimeoutMs: number;
  readonly #queue: SendQueue;
  readonly #requests: ProducerRequests;
  readonly #callers = new Map<PendingSend, { resolve(): void; reject(error: unknown): void }>();
  /** Nodes with a request under way; undefined stands for partitions that have no leader. */
  readonly #busy = new Set<number | undefined>();
  #isScheduled = false;
  #timer: NodeJS.Timeout | undefined;
  #idle = Promise.withResolvers<void>();
  #stopped = false;

  constructor({ kafka, topics, ...options }: ProducerOptions, connection: KafkaConnection) {
    this.#connection = connection;
    this.#log = kafka.log;
    this.#topics = topics;
    this.#lingerMs = options.lingerMs ?? 0;
    this.#deliveryTimeoutMs = options.deliveryTimeoutMs ?? 30_000;
    const maxPendingBytes = options.maxPendingBytes ?? 64 << 20;
    const deliveryTimeoutMs = this.#deliveryTimeoutMs;
    this.#queue = new SendQueue({ deliveryTimeoutMs, maxPendingBytes, maxBatchBytes, maxBatchRecords });
    this.#requests = createProducerRequests(connection, deliveryTimeoutMs, (identity) =>
      this.#queue.uses(identity),
    );
  }

  send(records: readonly ProduceRecord[]): Promise<void> {
    if (this.#stopped) return Promise.reject(new BrokerUnavailable('the producer is stopped'));
    if (records.length === 0) return Promise.resolve();
    const send = this.#queue.add(records, Date.now());
    if (!send) return Promise.reject(new BrokerUnavailable('too many unsent records'));
    return new Promise<void>((resolve, reject) => {
      this.#callers.set(send, { resolve, reject });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      void this.#linger();
    });
  }

  partitions(topic: string): number {
    return this.#connection.partitions(topic).length;
  }

  async stop(): Promise<void> {
    if (this.#queue.length > 0) {
      this.#idle = Promise.withResolvers();
      await settledWithin(this.#idle.promise, stopWithinMs);
    }
    this.#stopped = true;
    clearTimeout(this.#timer);
    const unsent = this.#queue.abandon();
    for (const send of unsent) this.#settle(send, new BrokerUnavailable('the producer was stopped'));
    await this.#connection.close();
  }

  /** One attempt, since each send retries: a broker that is away must not keep the others from working. */
  async warmUp(): Promise<void> {
    const connection = this.#connection;
    try {
      const leaders = this.#topics.flatMap((topic) =>
        connection.partitions(topic).map((partition) => connection.leader(topic, partition)),
      );
      await this.#requests.open(leaders);
    } catch (err) {
      this.#log.warn({ err, topics: this.#topics }, 'the first send will take longer');
    }
  }

  /** At least the sends of this turn of the event loop share the request. */
  async #linger(): Promise<void> {
    if (this.#lingerMs > 0) await sleep(this.#lingerMs);
    else await Promise.resolve();
    this.#isScheduled = false;
    this.#pump();
  }

  /** Sends what may be sent now, and comes back for partitions that rest. */
  #pump(): void {
    if (this.#stopped) return;
    const now = Date.now();
    const batches = this.#queue.take(
      now,
      (topic, partition) => !this.#busy.has(this.#leaderOf(topic, partition)),
    );
    const byNode = Map.groupBy(batches, ({ topic, partition }) => this.#leaderOf(topic, partition));
    for (const [node, own] of byNode) void this.#request(node, own);
    clearTimeout(this.#timer);
    const next = this.#queue.nextAttempt();
    // What waits for a node that is busy is due already: the end of the request calls again.
    if (next !== undefined && next > now) this.#timer = setTimeout(() => this.#pump(), next - now);
    if (this.#queue.length === 0) this.#idle.resolve();
  }

  /** One request to a node, and what follows from it. Never rejects. */
  async #request(node: number | undefined, batches: readonly QueuedBatch[]): Promise<void> {
    this.#busy.add(node);
    const errors = await this.#requests.produce(node, batches);
    if (this.#stopped) return;
    const retried = batches.filter((batch) => this.#settleBatch(batch, errors.get(batch)));
    // One error of each kind: that of a lost connection is the same for all.
    const kinds = new Map(retried.map((batch) => [errorType(errors.get(batch)), errors.get(batch)]));
    for (const err of kinds.values()) {
      const fields = { err, node, partitions: retried.length, waiting: this.#queue.length };
      this.#log.warn(fields, 'send failed, retrying');
      await this.#connection.refreshMetadataAfter(err);
    }
    this.#busy.delete(node);
    this.#pump();
  }

  /** @returns whether the batch is retried after a rest */
  #settleBatch(batch: QueuedBatch, error: unknown): boolean {
    const result = error === undefined ? 'delivered' : classifyFailure(error);
    const effect = this.#queue.settle(batch, result, Date.now());
    for (const send of effect.delivered) this.#settle(send);
    if (effect.refused.length > 0) this.#refuse(batch, effect.refused, error);
    const late = `not delivered within ${this.#deliveryTimeoutMs} ms`;
    for (const send of effect.expired) this.#settle(send, new BrokerUnavailable(late, { cause: error }));
    return effect.backsOff;
  }

  #refuse({ topic, partition, records }: QueuedBatch, sends: readonly PendingSend[], err: unknown): void {
    const fields = { err, topic, partition, sends: sends.length };
    this.#log.error(fields, 'the broker refuses records; they are reported to their senders, others go on');
    const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
    const reason = refusalOf(err, { topic, bytes });
    for (const send of sends) this.#settle(send, reason);
  }

  readonly #leaderOf = (topic: string, partition: number): number | undefined => {
    try {
      return this.#connection.leader(topic, partition);
    } catch {
      return undefined;
    }
  };

  #settle(send: PendingSend, error?: unknown): void {
    const caller = this.#callers.get(send);
    this.#callers.delete(send);
    if (error === undefined) caller?.resolve();
    else caller?.reject(error);
  }
}

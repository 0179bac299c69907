import { createBackoff, sleep } from '../../tools/backoff.ts';
import { settledWithin } from '../../tools/with-timeout.ts';
import type { KafkaClient, KafkaLog } from '../connection/client.ts';
import type { KafkaConnection } from '../connection/connection.ts';
import type { ProduceRecord } from '../wire/record.ts';
import { BrokerUnavailable } from './broker-unavailable.ts';
import { classifyFailure } from './classify-failure.ts';
import { groupByPartition, type ProducerSession, produceBatches } from './produce-batches.ts';
import { type PendingSend, SendQueue } from './send-queue.ts';

/** An idempotent producer (acks all) whose sends share requests. */
export type Producer = {
  /** Resolves when all brokers have the records. Rejects with BrokerUnavailable after `deliveryTimeoutMs`. */
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

const maxBatchBytes = 700_000;
const maxBatchRecords = 2000;
const stopWithinMs = 5000;

/**
 * Connects, gets an identity and returns a producer: the first send need not wait for these. One request at a time:
 * whatever is sent meanwhile goes into the next one.
 */
export async function startProducer(options: ProducerOptions, signal?: AbortSignal): Promise<Producer> {
  const connection = await options.kafka.connect(options.topics, signal);
  const producer = new IdempotentProducer(options, connection);
  await producer.warmUp();
  return producer;
}

/** The shell around `SendQueue`: one loop that runs while something waits. */
class IdempotentProducer implements Producer {
  readonly #connection: KafkaConnection;
  readonly #log: KafkaLog;
  readonly #topics: readonly string[];
  readonly #lingerMs: number;
  readonly #deliveryTimeoutMs: number;
  readonly #queue: SendQueue;
  readonly #callers = new Map<PendingSend, { resolve(): void; reject(error: unknown): void }>();
  #session: ProducerSession | undefined;
  #running: Promise<void> = Promise.resolve();
  #active = false;
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
  }

  send(records: readonly ProduceRecord[]): Promise<void> {
    if (this.#stopped) return Promise.reject(new BrokerUnavailable('the producer is stopped'));
    const send = this.#queue.add(records, Date.now());
    if (!send) return Promise.reject(new BrokerUnavailable('too many unsent records'));
    return new Promise<void>((resolve, reject) => {
      this.#callers.set(send, { resolve, reject });
      if (this.#active) return;
      this.#active = true;
      this.#running = this.#run();
    });
  }

  partitions(topic: string): number {
    return this.#connection.partitions(topic).length;
  }

  async stop(): Promise<void> {
    await settledWithin(this.#running, stopWithinMs);
    this.#stopped = true;
    await this.#connection.close();
  }

  /** One attempt, since each send retries: a broker that is away must not keep the others from working. */
  async warmUp(): Promise<void> {
    const connection = this.#connection;
    try {
      await this.#openSession();
      await connection.connectTo(
        this.#topics.flatMap((topic) =>
          connection.partitions(topic).map((partition) => connection.leader(topic, partition)),
        ),
      );
    } catch (err) {
      this.#log.warn({ err, topics: this.#topics }, 'the first send will take longer');
    }
  }

  async #openSession(): Promise<ProducerSession> {
    if (this.#session) return this.#session;
    const [topic] = this.#topics;
    if (topic === undefined) throw new Error('a producer needs at least one topic');
    const identity = await this.#connection.initProducerId(this.#connection.leader(topic, 0));
    this.#session = { ...identity, sequences: new Map() };
    return this.#session;
  }

  async #run(): Promise<void> {
    const backoff = createBackoff({ min: 10, max: 500 });
    // At least the sends of this turn of the event loop share the request.
    if (this.#lingerMs > 0) await sleep(this.#lingerMs);
    else await Promise.resolve();
    while (this.#queue.length > 0) {
      try {
        await this.#sendBatch(this.#queue.nextBatch());
        backoff.reset();
        for (const send of this.#queue.batchDelivered()) this.#settle(send);
      } catch (error) {
        if (!this.#handleFailure(error)) continue;
        await sleep(backoff.next());
        await this.#connection.refreshMetadataAfter(error);
      }
    }
    // Before any await: a send that comes now must find that no loop is running.
    this.#active = false;
  }

  async #sendBatch(batch: readonly PendingSend[]): Promise<void> {
    await this.#connection.refreshMetadataIfExpired();
    const session = await this.#openSession();
    const batches = groupByPartition(batch.flatMap(({ records }) => records));
    await produceBatches(this.#connection, session, batches, this.#deliveryTimeoutMs);
  }

  /** @returns whether to back off before the next attempt */
  #handleFailure(error: unknown): boolean {
    const failure = classifyFailure(error);
    const waiting = this.#queue.length;
    const effect = this.#queue.batchFailed(failure, Date.now(), this.#stopped);
    if (effect.backOff) this.#log.warn({ err: error, waiting }, 'send failed, retrying');
    if (effect.newIdentity) this.#session = undefined;
    for (const send of effect.delivered) this.#settle(send);
    for (const send of effect.refused) this.#settle(send, error);
    const message = `not delivered within ${this.#deliveryTimeoutMs} ms`;
    for (const send of effect.expired) this.#settle(send, new BrokerUnavailable(message, { cause: error }));
    return effect.backOff;
  }

  #settle(send: PendingSend, error?: unknown): void {
    const caller = this.#callers.get(send);
    this.#callers.delete(send);
    if (error === undefined) caller?.resolve();
    else caller?.reject(error);
  }
}

import { randomUUID } from 'node:crypto';
import { createBackoff, sleep } from '../../tools/backoff.ts';
import { isFenced } from '../connection/errors.ts';
import { connectFor, listOffsets } from '../connection/metadata.ts';
import type { FetchedChunk, Fetcher } from '../consume/fetcher.ts';
import type { Group } from '../consume/group.ts';
import { startReader } from '../consume/reader.ts';
import { type KafkaRecord, type ProduceRecord, sizeOf } from '../wire/record.ts';
import type { Decisions, ExactlyOnceOptions, PartitionState } from './processor-options.ts';
import { createTransactionalProducer, type TransactionalProducer } from './transaction.ts';

/** One owned partition: opens it by the protocol, then turns commands into transactions until stopped. */
export type RunningPartition = {
  enqueue(chunk: FetchedChunk): void;
  outOfRange(position: number): void;
  readonly state: PartitionState;
  /** Resolves when it sends nothing any more, which may be later than `stop` waits. */
  readonly ended: Promise<void>;
  /** Finishes the transaction in hand and closes. */
  stop(): Promise<void>;
};

/** Something only a person can put right; the partition rests until the process restarts or loses it. */
class PartitionStopped extends Error {
  override readonly name = 'PartitionStopped';
}

const tidyEveryMs = 60_000;
const stopWithinMs = 5_000;
/** Longer than a request to a broker that does not answer (30 s). */
const handOverMs = 40_000;

/**
 * @param options.after the end of this process's last writer of the partition: two of them at a time would fence
 *   each other, and neither would know how what the other found had ended
 */
export function startPartition<S>(
  options: ExactlyOnceOptions<S> & {
    partition: number;
    fetcher: Fetcher;
    membership: Promise<Group>;
    after?: Promise<void> | undefined;
  },
): RunningPartition {
  const { kafka, processor, commandTopic, stateTopic, partition, fetcher, membership } = options;
  const {
    lingerMs = 4,
    maxCommands = 500,
    maxBytesPerTopic = 800_000,
    transactionTimeoutMs = 12_000,
  } = options;
  const planted = options.faults?.injected;
  const stopping = new AbortController();
  const { signal } = stopping;
  let state: PartitionState = 'opening';
  let queue: KafkaRecord[] = [];
  /** Where the fetcher stands: past the last record of the queue and what follows it invisibly. */
  let queueEnd = 0;
  let paused = false;
  let wake = Promise.withResolvers<void>();
  let broken: Error | undefined;
  let nextTidy = Date.now() + tidyEveryMs;
  // One for all waits: a timer of a minute for each of them would pile up by the thousand.
  const tidyTimer = setInterval(() => wake.resolve(), tidyEveryMs);

  const step = (name: Parameters<NonNullable<NonNullable<typeof options.faults>['onStep']>>[0]) =>
    options.faults?.onStep?.(name, partition);

  function enter(next: PartitionState): void {
    state = next;
    options.onPartition?.(partition, next);
  }

  /** Fence, then read: what was committed before the fence is complete, and nothing can follow it. */
  async function open(): Promise<{ producer: TransactionalProducer; machineState: S }> {
    step('opening');
    const own = `${options.group}-${partition}`;
    const producer = createTransactionalProducer({
      kafka,
      transactionalId: planted === 'no-fencing' ? `${own}-${randomUUID()}` : own,
      transactionTimeoutMs,
      topics: [commandTopic, ...options.outputTopics],
      onStep: step,
      onConnectionLost: () => wake.resolve(),
      signal,
    });
    try {
      if (planted === 'read-before-fencing') {
        const early = await read();
        await producer.open();
        start(early.position);
        return { producer, machineState: early.machineState };
      }
      await producer.open();
      step('fenced');
      const { group, outputTopics: topics } = options;
      for (const hanging of await producer.endHanging({ group, topic: commandTopic, partition, topics })) {
        kafka.log.warn({ partition, ...hanging }, 'ended a transaction that Kafka had left open');
      }
      const { machineState, position, first } = await read();
      // Committed at once, so that lag is a number from the first second, and a later loss is noticed.
      if (first) await commitPosition(producer, position);
      signal.throwIfAborted();
      start(position);
      return { producer, machineState };
    } catch (error) {
      await producer.close();
      throw error;
    }
  }

  function commitPosition(producer: TransactionalProducer, offset: number): Promise<void> {
    return producer.commit({ group: options.group, topic: commandTopic, partition, offset, records: [] });
  }

  async function read(): Promise<{ machineState: S; position: number; first: boolean }> {
    const machineState = processor.create(partition);
    const reader = await startReader(
      {
        kafka,
        topic: stateTopic,
        partitions: [partition],
        from: 'start',
        maxWaitMs: 50,
        onRecords: (_partition, records) => {
          for (const record of records) processor.restore(machineState, record);
        },
      },
      signal,
    );
    try {
      await Promise.race([reader.sync(), aborted(signal)]);
    } finally {
      await reader.stop();
    }
    step('restored');
    const { position, first } = await committedPosition(machineState);
    step('offset-read');
    return { machineState, position, first };
  }

  async function committedPosition(machineState: S): Promise<{ position: number; first: boolean }> {
    const cluster = kafka.cluster();
    try {
      await connectFor(cluster, [commandTopic], { signal, attempts: 5 });
      const group = await membership;
      const committed = (await group.committed([partition])).get(partition)?.offset ?? -1;
      const begin =
        (await listOffsets(cluster, commandTopic, [partition], 'start', 'uncommitted')).get(partition) ?? 0;
      const end =
        (await listOffsets(cluster, commandTopic, [partition], 'end', 'uncommitted')).get(partition) ?? 0;
      if (committed === -1) {
        if (processor.isEmpty(machineState)) return { position: begin, first: true };
        // Starting over would run old commands again on a state that has them in it.
        throw new PartitionStopped(
          `${commandTopic}/${partition}: group ${options.group} has no committed offset although ${stateTopic} is not empty; set the offset with kafka-consumer-groups and restart`,
        );
      }
      if (committed < begin || committed > end) {
        throw new PartitionStopped(
          `${commandTopic}/${partition}: committed offset ${committed} is outside the log (${begin} to ${end}); commands were lost or the topic was made anew; set the offset with kafka-consumer-groups and restart`,
        );
      }
      return { position: committed, first: false };
    } finally {
      await cluster.disconnect().catch(() => {});
    }
  }

  function start(position: number): void {
    queue = [];
    queueEnd = position;
    paused = false;
    broken = undefined;
    fetcher.assign(commandTopic, partition, position);
  }

  async function nextBatch(producer: TransactionalProducer): Promise<KafkaRecord[]> {
    const isIdle = () => queue.length === 0 && !signal.aborted && !broken && !producer.connectionLost;
    while (isIdle() && Date.now() < nextTidy) {
      wake = Promise.withResolvers();
      await wake.promise;
    }
    if (broken) throw broken;
    if (queue.length > 0 && queue.length < maxCommands && lingerMs > 0) await sleep(lingerMs);
    return queue.slice(0, maxCommands);
  }

  /** Decides as many commands as fit into one record batch per topic (over 1 MiB the broker refuses for ever). */
  function decideWithin(
    machineState: S,
    batch: KafkaRecord[],
    now: Date,
  ): { decided: Decisions; count: number } {
    for (let count = batch.length; ; count = Math.ceil(count / 2)) {
      const decided = processor.decide(machineState, batch.slice(0, count), now);
      if (count === 1 || largestTopic(decided.records) <= maxBytesPerTopic) return { decided, count };
    }
  }

  async function work(producer: TransactionalProducer, machineState: S): Promise<void> {
    while (!signal.aborted) {
      const batch = await nextBatch(producer);
      if (signal.aborted) return;
      // Also while nothing is to be done: readers may wait for the marker of the last transaction.
      if (producer.connectionLost) await producer.verifyMarkers(partition, options.outputTopics);
      const now = new Date();
      if (batch.length > 0) {
        const { decided, count } = decideWithin(machineState, batch, now);
        const last = batch[count - 1]?.offset ?? 0;
        const offset = count === queue.length ? queueEnd : last + 1;
        await transact(producer, decided, planted === 'offset-without-one' ? last : offset, count);
        queue = queue.slice(count);
        if (paused && queue.length < maxCommands) {
          paused = false;
          fetcher.resume(commandTopic, partition);
        }
      }
      if (Date.now() >= nextTidy) {
        nextTidy = Date.now() + tidyEveryMs;
        const decided = processor.expire?.(machineState, now);
        const position = queue[0]?.offset ?? queueEnd;
        if (decided && decided.records.length > 0) await transact(producer, decided, position, 0);
      }
    }
  }

  async function transact(
    producer: TransactionalProducer,
    decided: Decisions,
    offset: number,
    commands: number,
  ) {
    const began = performance.now();
    const watchdog = new AbortController();
    const late = sleep(transactionTimeoutMs, watchdog.signal).then(() => {
      if (!watchdog.signal.aborted)
        throw new Error(`transaction took longer than ${transactionTimeoutMs} ms`);
    });
    late.catch(() => {});
    try {
      const done = producer.commit({
        group: options.group,
        topic: commandTopic,
        partition,
        offset,
        records: decided.records,
      });
      done.catch(() => {});
      await Promise.race([done, late]);
    } finally {
      watchdog.abort();
    }
    decided.onCommitted();
    options.onTransaction?.({ partition, seconds: (performance.now() - began) / 1000, commands });
  }

  async function run(): Promise<void> {
    const backoff = createBackoff({ min: 50, max: 3000 });
    await Promise.race([options.after, sleep(handOverMs, signal)]);
    while (!signal.aborted) {
      let producer: TransactionalProducer | undefined;
      try {
        const began = performance.now();
        const opened = await open();
        producer = opened.producer;
        if (signal.aborted) return;
        enter('open');
        options.onOpened?.({ partition, seconds: (performance.now() - began) / 1000 });
        backoff.reset();
        await work(opened.producer, opened.machineState);
      } catch (error) {
        // The fetch of a partition that was taken away is not ours to stop: its next writer may have begun it.
        if (signal.aborted) return;
        fetcher.unassign(commandTopic, partition);
        if (error instanceof PartitionStopped) {
          kafka.log.error({ err: error, partition }, 'partition stopped');
          enter('stopped');
          return;
        }
        enter('opening');
        options.onReopened?.({ partition, reason: isFenced(error) ? 'fenced' : 'error' });
        kafka.log.warn(
          { err: error, partition, fenced: isFenced(error) },
          'partition broke off, opening it again',
        );
        await producer?.close();
        producer = undefined;
        // A process that slept through its session is fenced by the new owner; were it to open at once,
        // it would fence the owner in turn. A confirmed membership proves that it still owns the partition.
        if (isFenced(error)) await (await membership).confirmed(signal);
        await sleep(backoff.next(), signal);
      } finally {
        await producer?.close();
      }
    }
  }

  const running = run();
  return {
    enqueue(chunk) {
      if (chunk.records.length > 0) queue.push(...chunk.records);
      queueEnd = chunk.next;
      if (!paused && queue.length > 4 * maxCommands) {
        paused = true;
        fetcher.pause(commandTopic, partition);
      }
      if (queue.length > 0) wake.resolve();
    },
    outOfRange(position) {
      broken = new PartitionStopped(
        `${commandTopic}/${partition}: offset ${position} is no longer in the log`,
      );
      wake.resolve();
    },
    get state() {
      return state;
    },
    ended: running,
    async stop() {
      stopping.abort();
      clearInterval(tidyTimer);
      wake.resolve();
      await Promise.race([running, sleep(stopWithinMs)]);
      state = 'closed';
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function largestTopic(records: readonly ProduceRecord[]): number {
  const bytes = new Map<string, number>();
  for (const record of records) bytes.set(record.topic, (bytes.get(record.topic) ?? 0) + sizeOf(record));
  return Math.max(0, ...bytes.values());
}

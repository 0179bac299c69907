import { withTimeout } from '../../tools/with-timeout.ts';
import type { KafkaRecord } from '../wire/record.ts';
import { decideBatch } from './decide-batch.ts';
import type { OpenedPartition } from './open-partition.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { currentOffset, offsetsAfter } from './partition-state.ts';
import type { Decisions, ExactlyOnceOptions, ProcessorLimits } from './processor-options.ts';
import type { Protocol } from './protocol.ts';
import type { TransactionalProducer } from './transaction/transactional-producer.ts';

/** What one partition's transactions are written with. */
export type ProcessContext<S> = {
  options: ExactlyOnceOptions<S>;
  limits: ProcessorLimits;
  protocol: Protocol;
  partition: number;
  queue: PartitionQueue;
  signal: AbortSignal;
};

/** Turns commands into transactions until the signal is aborted; rejects as soon as one breaks off. */
export async function processCommands<S>(
  context: ProcessContext<S>,
  { producer, state }: OpenedPartition<S>,
): Promise<void> {
  const { options, partition, queue, signal } = context;
  while (!signal.aborted) {
    const commands = await queue.next(() => signal.aborted || producer.connectionLost);
    if (signal.aborted) return;
    // Also when there are no commands: readers may wait for the marker of the last transaction.
    if (producer.connectionLost) await producer.verifyMarkers(partition, options.outputTopics);
    const now = new Date();
    if (commands.length > 0) await processBatch(context, producer, state, commands, now);
    if (Date.now() >= queue.state.nextExpiry) await expire(context, producer, state, now);
  }
}

async function processBatch<S>(
  context: ProcessContext<S>,
  producer: TransactionalProducer,
  state: S,
  commands: readonly KafkaRecord[],
  now: Date,
): Promise<void> {
  const { options, limits, protocol, queue } = context;
  const { decisions, count } = decideBatch(commands, limits.maxBytesPerTopic, (some) =>
    options.processor.decide(state, some, now),
  );
  const { last, next } = offsetsAfter(queue.state, count);
  await transact(context, producer, decisions, protocol.offsetAfter(last, next), count);
  queue.dispatch({ type: 'committed', count });
}

async function expire<S>(
  context: ProcessContext<S>,
  producer: TransactionalProducer,
  state: S,
  now: Date,
): Promise<void> {
  const { options, queue } = context;
  queue.dispatch({ type: 'expired', now: Date.now() });
  const decisions = options.processor.expire?.(state, now);
  if (!decisions || decisions.records.length === 0) return;
  await transact(context, producer, decisions, currentOffset(queue.state), 0);
}

async function transact<S>(
  { options, limits, partition }: ProcessContext<S>,
  producer: TransactionalProducer,
  { records, onCommitted }: Decisions,
  offset: number,
  commands: number,
): Promise<void> {
  const { group, commandTopic: topic, onTransaction } = options;
  const { transactionTimeoutMs } = limits;
  const began = performance.now();
  await withTimeout(
    producer.commit({ group, topic, partition, offset, records }),
    transactionTimeoutMs,
    () => new Error(`transaction took longer than ${transactionTimeoutMs} ms`),
  );
  onCommitted();
  onTransaction?.({ partition, seconds: (performance.now() - began) / 1000, commands });
}

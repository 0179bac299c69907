import { withTimeout } from '../../tools/with-timeout.ts';
import type { KafkaRecord } from '../wire/record.ts';
import { decideBatch } from './decide-batch.ts';
import type { OpenedPartition } from './open-partition.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { currentOffset, offsetsAfter } from './partition-state.ts';
import type { Decisions, ExactlyOnceOptions, ProcessorLimits } from './processor-options.ts';
import type { Protocol } from './protocol.ts';
import type { RecordLimits } from './record-limits.ts';
import { PartitionStopped } from './starting-offset.ts';
import type { TransactionalProducer } from './transaction/transactional-producer.ts';

/** What one partition's transactions are written with. */
export type ProcessContext<S> = {
  options: ExactlyOnceOptions<S>;
  limits: ProcessorLimits;
  recordLimits: RecordLimits;
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
  const { options, limits, recordLimits, protocol, queue } = context;
  const { processor, kafka } = options;
  const bounds = { maxBytesPerTopic: limits.maxBytesPerTopic, limits: recordLimits };
  const { decisions, count, refused } = decideBatch(commands, bounds, {
    decide: (some) => processor.decide(state, some, now),
    refuse: (command, error) => processor.refuse?.(state, command, error, now) ?? [],
  });
  if (refused) {
    const [{ topic, partition, offset } = { topic: '', partition: -1, offset: -1 }] = commands;
    kafka.log.error(
      { err: refused, topic, partition, offset },
      'a command is refused: its records are too large',
    );
  }
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
  const { options, recordLimits, queue } = context;
  queue.dispatch({ type: 'expired', now: Date.now() });
  const decisions = options.processor.expire?.(state, now);
  if (!decisions || decisions.records.length === 0) return;
  const error = recordLimits.tooLarge(decisions.records);
  if (error) throw new PartitionStopped(`expired state cannot be removed: ${error.message}; then restart`);
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

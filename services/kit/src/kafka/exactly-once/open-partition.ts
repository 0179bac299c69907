import { abortable } from '../../tools/on-abort.ts';
import type { Group } from '../consume/group/group.ts';
import { startReader } from '../consume/reader.ts';
import type { ProtocolStep } from './faults.ts';
import type { ExactlyOnceOptions } from './processor-options.ts';
import type { Protocol } from './protocol.ts';
import { startingOffset } from './starting-offset.ts';
import { createTransactionalProducer } from './transaction/transaction.ts';
import type { TransactionalProducer } from './transaction/transactional-producer.ts';

/** What opening one partition needs besides the processor's options. */
export type OpenContext = {
  partition: number;
  transactionTimeoutMs: number;
  /** How large a record batch a topic accepts, in bytes. */
  maxBatchBytes(topic: string): number;
  protocol: Protocol;
  /** Resolves when this member has joined. */
  membership: Promise<Group>;
  step(step: ProtocolStep): void;
  onConnectionLost(): void;
  signal: AbortSignal;
};

/** A partition that this process alone writes, with the state that its log holds. */
export type OpenedPartition<S> = { producer: TransactionalProducer; state: S; position: number };

/**
 * Opens a partition by the protocol (kit's README): fence, end what hangs, then read the state and the offset.
 * @throws PartitionStopped when only a person can decide where to begin; any other error is worth another attempt
 */
export async function openPartition<S>(
  options: ExactlyOnceOptions<S>,
  context: OpenContext,
): Promise<OpenedPartition<S>> {
  const { kafka, commandTopic: topic, group, outputTopics: topics } = options;
  const { partition, protocol, step, onConnectionLost, signal } = context;
  step('opening');
  const producer = createTransactionalProducer({
    kafka,
    transactionalId: protocol.transactionalId(group, partition),
    transactionTimeoutMs: context.transactionTimeoutMs,
    topics: [topic, ...topics],
    maxBatchBytes: context.maxBatchBytes,
    onStep: step,
    onConnectionLost,
    signal,
  });
  async function fence(): Promise<void> {
    await producer.open();
    step('fenced');
    for (const hanging of await producer.endHanging({ group, topic, partition, topics })) {
      kafka.log.warn({ partition, ...hanging }, 'ended a transaction that Kafka had left open');
    }
  }
  try {
    const { state, position, first } = await protocol.open(fence, () => restore(options, context));
    // Committed at once, so that lag is a number from the first second, and a later loss is noticed.
    if (first) await producer.commit({ group, topic, partition, offset: position, records: [] });
    signal.throwIfAborted();
    return { producer, state, position };
  } catch (error) {
    await producer.close();
    throw error;
  }
}

async function restore<S>(
  options: ExactlyOnceOptions<S>,
  context: OpenContext,
): Promise<{ state: S; position: number; first: boolean }> {
  const { kafka, processor, stateTopic } = options;
  const { partition, step, signal } = context;
  const state = processor.create(partition);
  const reader = await startReader(
    {
      kafka,
      topic: stateTopic,
      partitions: [partition],
      from: 'start',
      maxWaitMs: 50,
      onRecords: (_partition, records) => {
        for (const record of records) processor.restore(state, record);
      },
    },
    signal,
  );
  try {
    await abortable(reader.sync(), signal);
  } finally {
    await reader.stop();
  }
  step('restored');
  const start = await readStartingOffset(options, context, processor.isEmpty(state));
  step('offset-read');
  return { state, ...start };
}

async function readStartingOffset<S>(
  { kafka, commandTopic, stateTopic, group }: ExactlyOnceOptions<S>,
  { partition, membership, signal }: OpenContext,
  isStateEmpty: boolean,
): Promise<{ position: number; first: boolean }> {
  const connection = kafka.connection();
  try {
    await connection.open([commandTopic], { signal, attempts: 5 });
    const member = await abortable(membership, signal);
    const committed = (await member.committed([partition])).get(partition)?.offset ?? -1;
    const offsetAt = async (of: 'start' | 'end') =>
      (await connection.listOffsets(commandTopic, [partition], of, 'uncommitted')).get(partition) ?? 0;
    const begin = await offsetAt('start');
    const end = await offsetAt('end');
    return startingOffset({
      committed,
      begin,
      end,
      isStateEmpty,
      commandTopic,
      stateTopic,
      partition,
      group,
    });
  } finally {
    await connection.close();
  }
}

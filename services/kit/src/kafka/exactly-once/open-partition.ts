import { abortable } from '../../tools/on-abort.ts';
import type { KafkaLog } from '../connection/client.ts';
import type { KafkaConnection } from '../connection/connection.ts';
import type { Group } from '../consume/group/group.ts';
import type { ProtocolStep } from './faults.ts';
import type { ExactlyOnceOptions } from './processor-options.ts';
import type { Protocol } from './protocol.ts';
import { startingOffsets } from './starting-offset.ts';
import { StateFold } from './state-fold.ts';
import { StateLog } from './state-log.ts';
import type { PartialCommit } from './transaction/partial-commit.ts';
import { createTransactionalProducer } from './transaction/transaction.ts';
import { writeTag } from './transaction/transaction-tag.ts';
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
  /** A followed state topic has records to fold. */
  onStateRecords(): void;
  signal: AbortSignal;
};

/** A partition that this process alone writes, with the state that its logs hold. */
export type OpenedPartition<S> = {
  producer: TransactionalProducer;
  state: StateFold<S>;
  stateLog: StateLog;
  /** Where processing begins, by input topic. */
  positions: Map<string, number>;
  close(): Promise<void>;
};

/**
 * Opens a partition by the protocol (kit's README): fence, end what hangs, then read the state and the offsets.
 * @throws PartitionStopped when only a person can decide where to begin; any other error is worth another attempt
 */
export async function openPartition<S>(
  options: ExactlyOnceOptions<S>,
  context: OpenContext,
): Promise<OpenedPartition<S>> {
  const { kafka, topics, group } = options;
  const { partition, protocol, step, onConnectionLost, signal } = context;
  step('opening');
  const producer = createTransactionalProducer({
    kafka,
    transactionalId: protocol.transactionalId(group, partition),
    transactionTimeoutMs: context.transactionTimeoutMs,
    topics: [...topics.inputs, ...topics.outputs],
    maxBatchBytes: context.maxBatchBytes,
    onStep: step,
    onConnectionLost,
    signal,
  });
  const stateLog = new StateLog(partition, context.onStateRecords);
  async function fence(): Promise<void> {
    await producer.open();
    step('fenced');
    const args = { group, topic: topics.inputs[0], partition, topics: topics.outputs };
    for (const hanging of await producer.endHanging(args)) {
      kafka.log.warn({ partition, ...hanging }, 'ended a transaction that Kafka had left open');
    }
    const partial = await producer.completePartial(args);
    if (partial) logPartialCommit(kafka.log, partition, partial);
  }
  async function close(): Promise<void> {
    await Promise.all([producer.close(), stateLog.stop()]);
  }
  try {
    const { state, positions, first } = await protocol.open(fence, () => restore(options, context, stateLog));
    // Committed at once, so that lag is a number from the first second, and a later loss is noticed.
    if (first) await producer.commit({ group, partition, offsets: positions, records: [] });
    signal.throwIfAborted();
    return { producer, state, stateLog, positions, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function logPartialCommit(log: KafkaLog, partition: number, { tag, missing, offsets }: PartialCommit): void {
  const fields = { partition, transaction: writeTag(tag), aborted: missing.map(({ topic }) => topic) };
  if (offsets) {
    log.warn(fields, 'completed a transaction of which Kafka had committed a part and aborted the rest');
    return;
  }
  log.error(
    fields,
    'Kafka has committed a part of a transaction and not its offset, which an older release did not write down: its commands are decided a second time',
  );
}

async function restore<S>(
  options: ExactlyOnceOptions<S>,
  context: OpenContext,
  stateLog: StateLog,
): Promise<{ state: StateFold<S>; positions: Map<string, number>; first: boolean }> {
  const { kafka, processor, topics } = options;
  const { partition, step, signal } = context;
  const connection = kafka.connection();
  try {
    const shared = topics.state.filter((topic) => topic.shared).map(({ topic }) => topic);
    const reportedUpTo = shared.length > 0 ? await committedOffsets(context, shared) : new Map();
    const state = new StateFold({ partition, processor, kafka, reportedUpTo });
    await stateLog.restore(kafka, topics.state, state.fold, signal);
    step('restored');
    await connection.open(topics.inputs, { signal, attempts: 5 });
    const committed = await committedOffsets(context, topics.inputs);
    const inputs = await Promise.all(
      topics.inputs.map(async (topic) => ({
        topic,
        committed: committed.get(topic) ?? -1,
        begin: await offsetOf(connection, topic, partition, 'start'),
        end: await offsetOf(connection, topic, partition, 'end'),
      })),
    );
    step('offset-read');
    const stateTopics = topics.state.filter((topic) => !topic.shared).map(({ topic }) => topic);
    const isStateEmpty = processor.isEmpty(state.state);
    const start = startingOffsets(inputs, { partition, group: options.group, isStateEmpty, stateTopics });
    return { state, ...start };
  } finally {
    await connection.close();
  }
}

/** The group's offsets of this partition, by topic; -1 where there is none. */
async function committedOffsets(
  { partition, membership, signal }: OpenContext,
  topics: readonly string[],
): Promise<Map<string, number>> {
  const member = await abortable(membership, signal);
  return new Map(
    await Promise.all(
      topics.map(async (topic) => {
        const committed = await member.committed([partition], topic);
        return [topic, committed.get(partition)?.offset ?? -1] as const;
      }),
    ),
  );
}

async function offsetOf(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  of: 'start' | 'end',
): Promise<number> {
  return (await connection.listOffsets(topic, [partition], of, 'uncommitted')).get(partition) ?? 0;
}

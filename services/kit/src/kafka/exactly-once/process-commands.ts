import { withTimeout } from '../../tools/with-timeout.ts';
import { traceFields } from '../../trace.ts';
import { headerOf, type KafkaRecord } from '../wire/record.ts';
import { decideBatch } from './limits/decide-batch.ts';
import type { RecordLimits } from './limits/record-limits.ts';
import type { OpenedPartition } from './open-partition.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { currentOffsets, offsetsAfter } from './partition-state.ts';
import type { Decisions, ExactlyOnceOptions, ProcessorLimits, ProcessorTopics } from './processor-options.ts';
import type { Protocol } from './protocol.ts';
import { PartitionStopped } from './starting-offset.ts';

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
  opened: OpenedPartition<S>,
): Promise<void> {
  const { options, limits, partition, queue, signal } = context;
  const { producer, stateLog } = opened;
  // What the restore could not read is reported now, not with the first command.
  await foldNews(context, opened);
  while (!signal.aborted) {
    const commands = await queue.next(() => signal.aborted || producer.connectionLost || stateLog.hasNews);
    if (signal.aborted) return;
    // Also when there are no commands: readers may wait for the marker of the last transaction.
    if (producer.connectionLost) await producer.verifyMarkers(partition, options.topics.outputs);
    // Callers have seen what others wrote before them, and decisions have to be about the same.
    if (commands.length > 0 && hasShared(options.topics))
      await withTimeout(stateLog.catchUp(), limits.transactionTimeoutMs, () => cannotCatchUp(limits));
    const now = new Date(options.kafka.now());
    await foldNews(context, opened);
    if (commands.length > 0) await processBatch(context, opened, commands, now);
    if (Date.now() >= queue.state.nextExpiry) await expire(context, opened, now);
  }
}

const hasShared = ({ state }: ProcessorTopics) => state.some(({ shared }) => shared);

const cannotCatchUp = ({ transactionTimeoutMs }: ProcessorLimits) =>
  new Error(`reading what others wrote took longer than ${transactionTimeoutMs} ms`);

/** Folds what others have written to shared state topics, and reports what of it cannot be read. */
async function foldNews<S>(context: ProcessContext<S>, opened: OpenedPartition<S>): Promise<void> {
  const { state, stateLog } = opened;
  stateLog.take(state.fold);
  const { limits, recordLimits, options } = context;
  const { maxCommands } = limits;
  const reports = state.takeReports().filter((record) => {
    const err = recordLimits.tooLarge([record]);
    // Others wrote what cannot be read: that must not stop this partition.
    if (err)
      options.kafka.log.error({ err, key: record.key }, 'a report of an unreadable record is too large');
    return !err;
  });
  for (let from = 0; from < reports.length; from += maxCommands) {
    const records = reports.slice(from, from + maxCommands);
    const offsets = currentOffsets(context.queue.state);
    await transact(context, opened, { records, onCommitted() {} }, offsets, 0);
  }
}

async function processBatch<S>(
  context: ProcessContext<S>,
  opened: OpenedPartition<S>,
  commands: readonly KafkaRecord[],
  now: Date,
): Promise<void> {
  const { options, limits, recordLimits, protocol, queue } = context;
  const { processor, kafka } = options;
  const { state } = opened.state;
  const bounds = { maxBytesPerTopic: limits.maxBytesPerTopic, limits: recordLimits };
  const { decisions, count, refused } = decideBatch(commands, bounds, {
    decide: (some) => processor.decide(state, some, now),
    refuse: (command, error) => processor.refuse?.(state, command, error, now) ?? [],
  });
  if (refused) {
    const { command, error } = refused;
    const { topic, partition, offset } = command;
    kafka.log.error(
      { err: error, topic, partition, offset, ...traceFields(headerOf(command, 'traceparent')) },
      'a command is refused: its records are too large',
    );
  }
  const offsets = new Map<string, number>();
  for (const [topic, { last, next }] of offsetsAfter(queue.state, count)) {
    offsets.set(topic, last === undefined ? next : protocol.offsetAfter(last, next));
  }
  await transact(context, opened, decisions, offsets, count);
  queue.dispatch({ type: 'committed', count });
}

async function expire<S>(context: ProcessContext<S>, opened: OpenedPartition<S>, now: Date): Promise<void> {
  const { options, recordLimits, queue } = context;
  const decisions = options.processor.expire?.(opened.state.state, now);
  queue.dispatch({ type: 'expired', now: Date.now(), more: decisions?.more ?? false });
  if (!decisions || decisions.records.length === 0) return;
  const error = recordLimits.tooLarge(decisions.records);
  if (error) throw new PartitionStopped(`expired state cannot be removed: ${error.message}; then restart`);
  await transact(context, opened, decisions, currentOffsets(queue.state), 0);
}

/** @param inputs offsets of the input topics; those of shared state topics are added */
async function transact<S>(
  { options, limits, partition }: ProcessContext<S>,
  { producer, stateLog }: OpenedPartition<S>,
  { records, onCommitted }: Decisions,
  inputs: ReadonlyMap<string, number>,
  commands: number,
): Promise<void> {
  const { group, onTransaction } = options;
  const { transactionTimeoutMs } = limits;
  const offsets = new Map([...inputs, ...stateLog.positions()]);
  const began = performance.now();
  const written = await withTimeout(
    producer.commit({ group, partition, offsets, records }),
    transactionTimeoutMs,
    () => new Error(`transaction took longer than ${transactionTimeoutMs} ms`),
  );
  stateLog.wrote(written);
  onCommitted();
  onTransaction?.({ partition, seconds: (performance.now() - began) / 1000, commands });
}

import { withTimeout } from '../../tools/with-timeout.ts';
import type { KafkaRecord } from '../wire/record.ts';
import { decideBatch } from './decide-batch.ts';
import type { OpenedPartition } from './open-partition.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { currentOffsets, offsetsAfter } from './partition-state.ts';
import type { Decisions, ExactlyOnceOptions, ProcessorLimits } from './processor-options.ts';
import type { Protocol } from './protocol.ts';

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
  opened: OpenedPartition<S>,
): Promise<void> {
  const { options, partition, queue, signal } = context;
  const { producer, stateLog } = opened;
  // What the restore could not read is reported now, not with the first command.
  await foldNews(context, opened);
  while (!signal.aborted) {
    const commands = await queue.next(() => signal.aborted || producer.connectionLost || stateLog.hasNews);
    if (signal.aborted) return;
    // Also when there are no commands: readers may wait for the marker of the last transaction.
    if (producer.connectionLost) await producer.verifyMarkers(partition, options.topics.outputs);
    const now = new Date();
    await foldNews(context, opened);
    if (commands.length > 0) await processBatch(context, opened, commands, now);
    if (Date.now() >= queue.state.nextExpiry) await expire(context, opened, now);
  }
}

/** Folds what others have written to shared state topics, and reports what of it cannot be read. */
async function foldNews<S>(context: ProcessContext<S>, opened: OpenedPartition<S>): Promise<void> {
  const { state, stateLog } = opened;
  for (const [topic, records] of stateLog.take()) for (const record of records) state.fold(topic, record);
  const reports = state.takeReports();
  const { maxCommands } = context.limits;
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
  const { options, limits, protocol, queue } = context;
  const { decisions, count } = decideBatch(commands, limits.maxBytesPerTopic, (some) =>
    options.processor.decide(opened.state.state, some, now),
  );
  const offsets = new Map<string, number>();
  for (const [topic, { last, next }] of offsetsAfter(queue.state, count)) {
    offsets.set(topic, last === undefined ? next : protocol.offsetAfter(last, next));
  }
  await transact(context, opened, decisions, offsets, count);
  queue.dispatch({ type: 'committed', count });
}

async function expire<S>(context: ProcessContext<S>, opened: OpenedPartition<S>, now: Date): Promise<void> {
  const { options, queue } = context;
  queue.dispatch({ type: 'expired', now: Date.now() });
  const decisions = options.processor.expire?.(opened.state.state, now);
  if (!decisions || decisions.records.length === 0) return;
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
  await withTimeout(
    producer.commit({ group, partition, offsets, records }),
    transactionTimeoutMs,
    () => new Error(`transaction took longer than ${transactionTimeoutMs} ms`),
  );
  onCommitted();
  onTransaction?.({ partition, seconds: (performance.now() - began) / 1000, commands });
}

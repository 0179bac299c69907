import { type KafkaRecord, type ProduceRecord, sizeOf } from '../../wire/record.ts';
import type { Decisions } from '../processor-options.ts';
import { PartitionStopped } from '../starting-offset.ts';
import type { RecordLimits } from './record-limits.ts';

/** The rules of the processor, on the state that it has now. */
export type BatchRules = {
  decide(commands: readonly KafkaRecord[]): Decisions;
  /** What may be written instead of decisions that are too large: the first that fits is. */
  refuse(command: KafkaRecord, error: Error): readonly Decisions[];
};

/**
 * Decides as many commands as fit into one transaction, by halving. A single command is decided whatever its size, and
 * refused when one of its records is larger than its topic accepts.
 * @returns `refused`: the only command, and why it was not carried out
 * @throws PartitionStopped when not even the refusal fits
 */
export function decideBatch(
  commands: readonly KafkaRecord[],
  { maxBytesPerTopic, limits }: { maxBytesPerTopic: number; limits: Pick<RecordLimits, 'tooLarge'> },
  rules: BatchRules,
): { decisions: Decisions; count: number; refused?: { command: KafkaRecord; error: Error } } {
  for (let count = commands.length; ; count = Math.ceil(count / 2)) {
    const decisions = rules.decide(commands.slice(0, count));
    const error = limits.tooLarge(decisions.records);
    const [command] = commands;
    if (count === 1 && command && error) {
      return { decisions: refusalOf(command, error, limits, rules), count, refused: { command, error } };
    }
    if (!error && (count === 1 || bytesOfLargestTopic(decisions.records) <= maxBytesPerTopic)) {
      return { decisions, count };
    }
  }
}

function refusalOf(
  command: KafkaRecord,
  error: Error,
  limits: Pick<RecordLimits, 'tooLarge'>,
  rules: BatchRules,
): Decisions {
  const fitting = rules.refuse(command, error).find(({ records }) => !limits.tooLarge(records));
  if (fitting) return fitting;
  const { topic, partition, offset } = command;
  throw new PartitionStopped(
    `${topic}/${partition}: the command at offset ${offset} cannot be carried out and no incident can be written for it: ${error.message}; then restart`,
    { cause: error },
  );
}

function bytesOfLargestTopic(records: readonly ProduceRecord[]): number {
  const bytes = new Map<string, number>();
  for (const record of records) bytes.set(record.topic, (bytes.get(record.topic) ?? 0) + sizeOf(record));
  return Math.max(0, ...bytes.values());
}

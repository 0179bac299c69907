import { type KafkaRecord, type ProduceRecord, sizeOf } from '../wire/record.ts';
import type { Decisions } from './processor-options.ts';

/**
 * Decides as many commands as fit into one record batch per topic, by halving: the broker never takes a batch of more
 * than about 1 MiB. A single command is decided whatever its size.
 */
export function decideBatch(
  commands: readonly KafkaRecord[],
  maxBytesPerTopic: number,
  decide: (commands: readonly KafkaRecord[]) => Decisions,
): { decisions: Decisions; count: number } {
  for (let count = commands.length; ; count = Math.ceil(count / 2)) {
    const decisions = decide(commands.slice(0, count));
    if (count === 1 || bytesOfLargestTopic(decisions.records) <= maxBytesPerTopic)
      return { decisions, count };
  }
}

function bytesOfLargestTopic(records: readonly ProduceRecord[]): number {
  const bytes = new Map<string, number>();
  for (const record of records) bytes.set(record.topic, (bytes.get(record.topic) ?? 0) + sizeOf(record));
  return Math.max(0, ...bytes.values());
}

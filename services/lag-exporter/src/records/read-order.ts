import type { Stretch } from '@cupcakery/kit/kafka/admin/record-count';
import { createRecordRatio, type RecordRatio } from './record-ratio.ts';

/** What is known about a topic's records, and when it was read. */
export type TopicState = {
  ratio: RecordRatio;
  /** Partitions read so far: the next read begins behind them, so that each gets its turn. */
  reads: number;
  /** Number of the collection that read the topic last. */
  lastRead: number;
};

/** A stretch with its priority; `rank` counts the stretches of its topic from 0. */
export type Candidate = { stretch: Stretch; rank: number; topic: TopicState };

/** Collections from one read to the next of a topic that never had a transaction: its records are its lag. */
const plainEvery = 20;

export function newTopicState(): TopicState {
  return { ratio: createRecordRatio(), reads: 0, lastRead: Number.NEGATIVE_INFINITY };
}

/** The topic's stretches in the order to read them, one partition after the other over the collections. */
export function candidatesOf(
  stretches: readonly Stretch[],
  topic: TopicState,
  collection: number,
): Candidate[] {
  const { ratio, reads, lastRead } = topic;
  if (ratio.isPlain && collection - lastRead < plainEvery) return [];
  const rotated = stretches.map((_, i) => stretches[(i + reads) % stretches.length] as Stretch);
  return rotated.slice(0, ratio.isPlain ? 1 : undefined).map((stretch, rank) => ({ stretch, rank, topic }));
}

/**
 * The first stretch of every topic comes before the second of any, since one says something about the others; then
 * topics whose ratio is unknown, then those read longest ago.
 */
export function byPriority(a: Candidate, b: Candidate): number {
  return (
    a.rank - b.rank ||
    Number(isKnown(a.topic)) - Number(isKnown(b.topic)) ||
    a.topic.lastRead - b.topic.lastRead
  );
}

const isKnown = ({ ratio }: TopicState): boolean => ratio.value !== undefined;

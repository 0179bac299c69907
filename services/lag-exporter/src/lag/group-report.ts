import type { GroupObservation, LogBounds, Observation } from './observation.ts';
import { lagOf, waitingFrom } from './partition-lag.ts';
import type { RecordTimes } from './record-times.ts';
import type { GroupReport, PartitionLag, TopicLag } from './report.ts';
import type { SeriesMap } from './series-map.ts';
import { sumOf, worstOf } from './summary.ts';

/** What is kept from one collection to the next. */
export type LagState = {
  /** Ends of the logs, by `partitionKey`. */
  ends: SeriesMap;
  /** Committed offsets, by group and `partitionKey`. */
  commits: SeriesMap;
  recordTimes: RecordTimes;
};

/** One collection, and what it is measured against. */
export type ReportContext = {
  state: LagState;
  observation: Observation;
  windowMs: number;
  stalledAfterMs: number;
};

/** Rates over less than this span are noise. */
const minSpanMs = 10_000;

export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

const commitKey = (group: string, topic: string, partition: number): string =>
  `${group}\0${partitionKey(topic, partition)}`;

/** A group's report from this collection and those before. */
export function groupReport(group: GroupObservation, context: ReportContext): GroupReport {
  const { state, members, problem } = group;
  const topics = new Set([...group.committed.keys(), ...group.owned.keys()]);
  return {
    group: group.group,
    state,
    members,
    topics: [...topics].sort().map((topic) => topicLag(group, topic, context)),
    ...(problem === undefined ? {} : { problem }),
  };
}

function topicLag(group: GroupObservation, topic: string, context: ReportContext): TopicLag {
  const { state, windowMs } = context;
  const paused = isMarked(group, topic, group.paused);
  const found = partitionsOf(group, topic, context);
  // It stands because people want it to.
  const partitions = paused ? found.map((one) => ({ ...one, stalled: false })) : found;
  const lag = sumOf(partitions.map((p) => p.lag));
  const inRate = sumOf(
    partitions.map((p) => state.ends.get(partitionKey(topic, p.partition))?.rate(windowMs, minSpanMs)),
  );
  const outRate = sumOf(
    partitions.map((p) =>
      p.committed === undefined
        ? 0
        : state.commits.get(commitKey(group.group, topic, p.partition))?.rate(windowMs, minSpanMs),
    ),
  );
  return {
    topic,
    lag,
    records: zeroIfNone(lag),
    oldestAgeSeconds: worstOf(partitions.map((p) => p.oldestAgeSeconds)),
    inRate,
    outRate,
    drainSeconds: drainSecondsOf(lag, inRate, outRate),
    unowned: group.members === undefined ? undefined : partitions.filter((p) => p.owned === false).length,
    stalled: partitions.filter((p) => p.stalled).length,
    dependencyDown: isMarked(group, topic, group.targetDown),
    paused,
    partitions,
  };
}

/** The group's partitions of the topic in ascending order. */
function partitionsOf(group: GroupObservation, topic: string, context: ReportContext): PartitionLag[] {
  const committed = group.committed.get(topic) ?? new Map<number, number>();
  const owned = group.owned.get(topic) ?? new Set<number>();
  const logs = context.observation.logs.get(topic) ?? new Map<number, LogBounds>();
  // Partitions that were never committed wait from the start of their log.
  const numbers = new Set([...committed.keys(), ...owned, ...(group.readsAll ? logs.keys() : [])]);
  return [...numbers]
    .sort((a, b) => a - b)
    .map((partition) =>
      partitionLag(context, {
        group: group.group,
        topic,
        partition,
        bounds: logs.get(partition),
        offset: committed.get(partition),
        isOwned: group.members === undefined ? undefined : owned.has(partition),
      }),
    );
}

type GroupPartition = {
  group: string;
  topic: string;
  partition: number;
  bounds: LogBounds | undefined;
  /** As committed. */
  offset: number | undefined;
  isOwned: boolean | undefined;
};

function partitionLag(context: ReportContext, own: GroupPartition): PartitionLag {
  const { state, observation, windowMs, stalledAfterMs } = context;
  const { at } = observation;
  const { topic, partition, bounds, offset } = own;
  const lag = bounds && lagOf(bounds, offset);
  const commits = state.commits.of(commitKey(own.group, topic, partition));
  if (offset !== undefined) commits.push(at, offset);
  const unchangedSince = offset === undefined ? undefined : commits.unchangedSince;
  const age = bounds && oldestAgeSeconds(context, own, bounds);
  // A commit may be old because nothing came: what waits must have waited for as long as well.
  const waitsLong = age === undefined || age * 1000 >= stalledAfterMs;
  const isGrowing = (state.ends.get(partitionKey(topic, partition))?.rate(windowMs, minSpanMs) ?? 0) > 0;
  return {
    partition,
    begin: bounds?.begin,
    end: bounds?.end,
    committed: offset,
    lag,
    records: zeroIfNone(lag),
    oldestAgeSeconds: age,
    owned: own.isOwned,
    unchangedSince,
    stalled:
      (lag ?? 0) > 0 &&
      isGrowing &&
      waitsLong &&
      unchangedSince !== undefined &&
      at - unchangedSince >= stalledAfterMs,
  };
}

function oldestAgeSeconds(
  { state, observation }: ReportContext,
  { topic, partition, offset: committed }: GroupPartition,
  bounds: LogBounds,
): number | undefined {
  if (lagOf(bounds, committed) === 0) return 0;
  const offset = waitingFrom(bounds, committed);
  const writtenAt =
    state.ends.get(partitionKey(topic, partition))?.timeOfOffset(offset) ??
    state.recordTimes.timeOf({ topic, partition, offset }, bounds.end - offset);
  // The clocks of producers and of this process differ a little.
  return writtenAt === undefined ? undefined : Math.max(0, observation.at - writtenAt) / 1000;
}

/**
 * Whether a commit on the topic has a mark. It counts only if a member is left to remove it; during a rebalance no
 * partition is owned for a moment, so then the marks of all count.
 * @param marked partitions with the mark, by topic
 */
function isMarked(
  { state, members, owned }: GroupObservation,
  topic: string,
  marked: GroupObservation['targetDown'],
): boolean {
  return [...(marked.get(topic) ?? [])].some((partition) =>
    state === 'Stable' ? (owned.get(topic)?.has(partition) ?? false) : members !== 0,
  );
}

function drainSecondsOf(
  lag: number | undefined,
  inRate: number | undefined,
  outRate: number | undefined,
): number | undefined {
  if (lag === 0) return 0;
  if (lag === undefined || inRate === undefined || outRate === undefined) return undefined;
  return outRate > inRate ? lag / (outRate - inRate) : undefined;
}

const zeroIfNone = (lag: number | undefined): number | undefined => (lag === 0 ? 0 : undefined);

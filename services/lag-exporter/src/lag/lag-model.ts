import type { GroupObservation, LogBounds, Observation } from './observation.ts';
import { lagOf, waitingFrom } from './partition-lag.ts';
import { createRecordTimes, type Place } from './record-times.ts';
import type { GroupReport, LagReport, PartitionLag, TopicLag } from './report.ts';
import { createSeries, type Series } from './series.ts';
import { sumOf, worstOf } from './summary.ts';

/** Turns collections into lag, ages and rates. Pure but for its memory, which is bounded by what was last seen. */
export type LagModel = {
  /** Takes a collection; times must not go back. Where something waits its records are not counted yet. */
  add(observation: Observation): LagReport;
  /** Records whose time would make an age known, the furthest behind first. */
  wanted(max: number): Place[];
  /** The time of a record, ms; undefined: there is none at or behind that offset. Counts from the next `add` on. */
  learn(place: Place, timestamp: number | undefined): void;
};

export type LagModelOptions = {
  /** Rates are taken over so long. */
  windowMs?: number;
  /** A group that has not moved for so long while records wait and come in is stalled. */
  stalledAfterMs?: number;
};

/** Rates of less than this are chance. */
const leastMs = 10_000;

export function createLagModel({
  windowMs = 60_000,
  stalledAfterMs = 60_000,
}: LagModelOptions = {}): LagModel {
  const ends = new Map<string, Series>();
  const commits = new Map<string, Series>();
  const recordTimes = createRecordTimes();

  return {
    add(observation) {
      const { at, logs, groups } = observation;
      const seenEnds = new Set<string>();
      for (const [topic, partitions] of logs) {
        for (const [partition, { end }] of partitions) {
          seriesOf(ends, keyOf(topic, partition), seenEnds).push(at, end);
        }
      }
      const seenCommits = new Set<string>();
      recordTimes.begin();
      const report = {
        at,
        groups: groups.map((group) => reportOf(group, observation, seenCommits)),
      };
      forgetAllBut(ends, seenEnds);
      forgetAllBut(commits, seenCommits);
      recordTimes.end();
      return report;
    },
    wanted: (max) => recordTimes.wanted(max),
    learn: (place, timestamp) => recordTimes.learn(place, timestamp),
  };

  function reportOf(group: GroupObservation, seen: Observation, seenCommits: Set<string>): GroupReport {
    const { state, members, problem } = group;
    const topics = new Set([...group.committed.keys(), ...group.owned.keys()]);
    return {
      group: group.group,
      state,
      members,
      topics: [...topics].sort().map((topic) => topicLag(group, topic, seen, seenCommits)),
      ...(problem === undefined ? {} : { problem }),
    };
  }

  function topicLag(
    group: GroupObservation,
    topic: string,
    seen: Observation,
    seenCommits: Set<string>,
  ): TopicLag {
    const { at } = seen;
    const committed = group.committed.get(topic) ?? new Map<number, number>();
    const owned = group.owned.get(topic) ?? new Set<number>();
    const logs = seen.logs.get(topic) ?? new Map<number, LogBounds>();
    // What was never committed waits from the log's start.
    const numbers = new Set([...committed.keys(), ...owned, ...(group.readsAll ? logs.keys() : [])]);
    const partitions = [...numbers]
      .sort((a, b) => a - b)
      .map((partition) => {
        const offset = committed.get(partition);
        const key = keyOf(topic, partition);
        const series = seriesOf(commits, `${group.group}\0${key}`, seenCommits);
        if (offset !== undefined) series.push(at, offset);
        const isOwned = group.members === undefined ? undefined : owned.has(partition);
        return partitionLag({ topic, partition, bounds: logs.get(partition), offset, isOwned, series, at });
      });
    const lag = sumOf(partitions.map((p) => p.lag));
    const inRate = sumOf(partitions.map((p) => ends.get(keyOf(topic, p.partition))?.rate(windowMs, leastMs)));
    const outRate = sumOf(
      partitions.map((p) =>
        p.committed === undefined
          ? 0
          : commits.get(`${group.group}\0${keyOf(topic, p.partition)}`)?.rate(windowMs, leastMs),
      ),
    );
    return {
      topic,
      lag,
      records: noneOf(lag),
      oldestAgeSeconds: worstOf(partitions.map((p) => p.oldestAgeSeconds)),
      inRate,
      outRate,
      drainSeconds: drainOf(lag, inRate, outRate),
      unowned: group.members === undefined ? undefined : partitions.filter((p) => p.owned === false).length,
      stalled: partitions.filter((p) => p.stalled).length,
      dependencyDown: [...(group.targetDown.get(topic) ?? [])].some((partition) =>
        // A mark that nobody is left to take away says nothing; in a rebalance nobody owns what all will own again.
        group.state === 'Stable' ? owned.has(partition) : group.members !== 0,
      ),
      partitions,
    };
  }

  function partitionLag(p: {
    topic: string;
    partition: number;
    bounds: LogBounds | undefined;
    offset: number | undefined;
    isOwned: boolean | undefined;
    series: Series;
    at: number;
  }): PartitionLag {
    const { topic, partition, bounds, offset, series, at } = p;
    const lag = bounds && lagOf(bounds, offset);
    const log = ends.get(keyOf(topic, partition));
    const rest = offset === undefined ? undefined : series.restingSince;
    const comesIn = (log?.rate(windowMs, leastMs) ?? 0) > 0;
    return {
      partition,
      begin: bounds?.begin,
      end: bounds?.end,
      committed: offset,
      lag,
      records: noneOf(lag),
      oldestAgeSeconds: bounds && ageOf(topic, partition, bounds, offset, at),
      owned: p.isOwned,
      stalled: (lag ?? 0) > 0 && comesIn && rest !== undefined && at - rest >= stalledAfterMs,
    };
  }

  function ageOf(
    topic: string,
    partition: number,
    bounds: LogBounds,
    committed: number | undefined,
    at: number,
  ): number | undefined {
    if (lagOf(bounds, committed) === 0) return 0;
    const offset = waitingFrom(bounds, committed);
    const writtenAt =
      ends.get(keyOf(topic, partition))?.passedAt(offset) ??
      recordTimes.timeOf({ topic, partition, offset }, bounds.end - offset);
    // Clocks of producers and this process differ a little.
    return writtenAt === undefined ? undefined : Math.max(0, at - writtenAt) / 1000;
  }
}

function drainOf(lag: number | undefined, inRate: number | undefined, outRate: number | undefined) {
  if (lag === 0) return 0;
  if (lag === undefined || inRate === undefined || outRate === undefined) return undefined;
  return outRate > inRate ? lag / (outRate - inRate) : undefined;
}

const noneOf = (lag: number | undefined): number | undefined => (lag === 0 ? 0 : undefined);

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

function seriesOf(all: Map<string, Series>, key: string, seen: Set<string>): Series {
  seen.add(key);
  const known = all.get(key);
  if (known) return known;
  const made = createSeries();
  all.set(key, made);
  return made;
}

function forgetAllBut(all: Map<string, unknown>, seen: ReadonlySet<string>): void {
  for (const key of all.keys()) if (!seen.has(key)) all.delete(key);
}

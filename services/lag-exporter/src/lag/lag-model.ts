import { groupReport, type LagState, partitionKey } from './group-report.ts';
import type { Observation } from './observation.ts';
import { createRecordTimes, type RecordPosition } from './record-times.ts';
import type { LagReport } from './report.ts';
import { createSeriesMap } from './series-map.ts';

/** Turns collections into lag, ages and rates. Pure except for its memory, which is bounded by what was last seen. */
export type LagModel = {
  /** Adds a collection; times must not go back. In the report, records of what waits are not counted yet. */
  add(observation: Observation): LagReport;
  /** Positions of records whose time would make an age known, the furthest behind first. */
  pending(max: number): RecordPosition[];
  /**
   * Records the time of a record, ms; undefined: there is none at or behind that offset. It counts from the next `add`
   * on.
   */
  record(position: RecordPosition, timestamp: number | undefined): void;
};

export type LagModelOptions = {
  /** Rates are measured over this span. */
  windowMs?: number;
  /** A group that has not moved for this long while records wait and arrive is stalled. */
  stalledAfterMs?: number;
};

export function createLagModel({
  windowMs = 60_000,
  stalledAfterMs = 60_000,
}: LagModelOptions = {}): LagModel {
  const recordTimes = createRecordTimes();
  const state: LagState = { ends: createSeriesMap(), commits: createSeriesMap(), recordTimes };
  const all = [state.ends, state.commits, recordTimes];

  return {
    add(observation) {
      const { at, logs, groups } = observation;
      for (const one of all) one.beginCollection();
      for (const [topic, partitions] of logs) {
        for (const [partition, { end }] of partitions) {
          state.ends.of(partitionKey(topic, partition)).push(at, end);
        }
      }
      const context = { state, observation, windowMs, stalledAfterMs };
      const report = { at, groups: groups.map((group) => groupReport(group, context)) };
      for (const one of all) one.endCollection();
      return report;
    },
    pending: (max) => recordTimes.pending(max),
    record: (position, timestamp) => recordTimes.record(position, timestamp),
  };
}

import { type LagMinute, minuteOf } from '@cupcakery/workflow/contracts/lag-history';
import type { LagReport } from './report.ts';

/** The worst lag of each group on each topic, minute by minute. */
export type MinuteHistory = {
  /** Adds a report; returns the minute before once one of the next minute has come, else nothing. */
  add(report: LagReport): LagMinute[];
  /** What is known of the present minute. */
  present(): LagMinute[];
};

export function createMinuteHistory(): MinuteHistory {
  let at: number | undefined;
  let minutes = new Map<string, LagMinute>();
  return {
    add(report) {
      const minute = minuteOf(report.at);
      const finished = at !== undefined && minute !== at ? [...minutes.values()] : [];
      if (minute !== at) minutes = new Map();
      at = minute;
      for (const { group, topics } of report.groups) {
        for (const { topic, lag, records, oldestAgeSeconds } of topics) {
          const key = `${group}\0${topic}`;
          const before = minutes.get(key);
          minutes.set(key, {
            at: minute,
            group,
            topic,
            lag: worse(before?.lag, lag),
            records: worse(before?.records, records),
            oldestAgeSeconds: worse(before?.oldestAgeSeconds, oldestAgeSeconds),
          });
        }
      }
      return finished;
    },
    present: () => [...minutes.values()],
  };
}

/** The larger of two; unknown only when both are: one collection that failed does not hide the minute. */
function worse(before: number | null | undefined, value: number | undefined): number | null {
  if (value === undefined) return before ?? null;
  return Math.max(before ?? value, value);
}

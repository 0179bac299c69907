import type { LagReport } from './report.ts';

/** A group's lag on a topic at one time; undefined is unknown. */
export type LagPoint = {
  at: number;
  /** Offsets. */
  lag: number | undefined;
  /** Records among them: the work to do. */
  records: number | undefined;
  oldestAgeSeconds: number | undefined;
};
export type TopicHistory = { group: string; topic: string; points: readonly LagPoint[] };

/** The last hour of every group, coarser than it was collected: for charts. */
export type LagHistory = {
  add(report: LagReport): void;
  /** @param includes whether a group is requested */
  of(includes: (group: string) => boolean): TopicHistory[];
};

const keepMs = 3_600_000;
const everyMs = 15_000;

export function createLagHistory(): LagHistory {
  let histories = new Map<string, { group: string; topic: string; points: LagPoint[] }>();
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    add({ at, groups }) {
      if (at - lastAt < everyMs) return;
      lastAt = at;
      // Topics that no longer exist are dropped with their history, so memory is bounded by what there is.
      const next: typeof histories = new Map();
      for (const { group, topics } of groups) {
        for (const { topic, lag, records, oldestAgeSeconds } of topics) {
          const key = `${group}\0${topic}`;
          const points = histories.get(key)?.points ?? [];
          points.push({ at, lag, records, oldestAgeSeconds });
          while ((points[0]?.at ?? at) < at - keepMs) points.shift();
          next.set(key, { group, topic, points });
        }
      }
      histories = next;
    },
    of: (wants) => [...histories.values()].filter(({ group }) => wants(group)),
  };
}

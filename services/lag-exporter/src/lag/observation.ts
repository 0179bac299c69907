/** What one collection saw. Offsets are those of the broker: `end` is the high watermark, `begin` the log's start. */
export type Observation = {
  /** When it was made, ms since 1970. */
  at: number;
  /** Bounds of the logs, by topic and partition. A partition that could not be asked for is missing. */
  logs: ReadonlyMap<string, ReadonlyMap<number, LogBounds>>;
  groups: readonly GroupObservation[];
};

export type LogBounds = { begin: number; end: number };

export type GroupObservation = {
  group: string;
  /** As the broker calls it: Stable, Empty, PreparingRebalance … */
  state: string;
  /** A group of consumers reads every partition of its topics; one that assigns them by itself only those it commits. */
  readsAll: boolean;
  /** Members of the group; undefined: this kind of group does not tell by the protocol that was asked. */
  members: number | undefined;
  /** Next offset that the group would read, by topic and partition; what was never committed is missing. */
  committed: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Partitions, by topic, whose last commit says that the target of the work does not answer. */
  targetDown: ReadonlyMap<string, ReadonlySet<number>>;
  /** Partitions that a member owns, by topic. */
  owned: ReadonlyMap<string, ReadonlySet<number>>;
  /** Why this group could not be asked; the rest is then empty. */
  problem?: string;
};

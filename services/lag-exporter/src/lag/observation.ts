/** What one collection found. Offsets are those of the broker: `end` is the high watermark, `begin` the log's start. */
export type Observation = {
  /** When it was made, ms since 1970. */
  at: number;
  /** Bounds of the logs, by topic and partition. A partition that could not be queried is missing. */
  logs: ReadonlyMap<string, ReadonlyMap<number, LogBounds>>;
  groups: readonly GroupObservation[];
};

export type LogBounds = { begin: number; end: number };

export type GroupObservation = {
  group: string;
  /** In the broker's terms: Stable, Empty, PreparingRebalance … */
  state: string;
  /** A consumer group reads every partition of its topics; a client that assigns partitions manually only those it commits. */
  readsAll: boolean;
  /** Number of members; undefined: unknown, as this kind of group does not report them by the protocol in use. */
  members: number | undefined;
  /** Next offset that the group would read, by topic and partition; absent where nothing was committed. */
  committed: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Partitions, by topic, whose last commit reports that the target of the work does not answer. */
  targetDown: ReadonlyMap<string, ReadonlySet<number>>;
  /** Partitions, by topic, whose last commit reports that people have paused the work. */
  paused: ReadonlyMap<string, ReadonlySet<number>>;
  /** Partitions that a member owns, by topic. */
  owned: ReadonlyMap<string, ReadonlySet<number>>;
  /** Why this group could not be queried; the rest is empty then. */
  problem?: string;
};

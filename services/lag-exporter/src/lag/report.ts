/** A group's lag, as of one collection. Undefined is unknown, never 0. */
export type GroupReport = {
  group: string;
  state: string;
  members: number | undefined;
  topics: TopicLag[];
  problem?: string;
};

export type TopicLag = {
  topic: string;
  /** Sum over the partitions; unknown if one of them is. */
  lag: number | undefined;
  /** Committed records among the lag's offsets: the work to do. Sum over the partitions; unknown if one is. */
  records: number | undefined;
  /** Age of the oldest record that waits, seconds; 0 when nothing waits. */
  oldestAgeSeconds: number | undefined;
  /** Records written and committed per second. */
  inRate: number | undefined;
  outRate: number | undefined;
  /** Seconds until nothing waits at these rates; 0 when nothing waits, unknown when it does not shrink. */
  drainSeconds: number | undefined;
  /** Partitions that no member owns; unknown where the members are. */
  unowned: number | undefined;
  /** Partitions where records wait and arrive, and the group has not moved for a while. */
  stalled: number;
  /** Members report in their commits that the target of their work does not answer: more members would not help. */
  dependencyDown: boolean;
  /** Members report in their commits that people have paused the work: it stands on purpose. */
  paused: boolean;
  partitions: PartitionLag[];
};

export type PartitionLag = {
  partition: number;
  begin: number | undefined;
  end: number | undefined;
  /** Undefined: never committed, the whole log waits. */
  committed: number | undefined;
  lag: number | undefined;
  records: number | undefined;
  oldestAgeSeconds: number | undefined;
  owned: boolean | undefined;
  /** Since when the commit is where it is, ms; of a group that has not moved since, when this exporter first saw it. */
  unchangedSince: number | undefined;
  stalled: boolean;
};

export type LagReport = { at: number; groups: GroupReport[] };

import type { RecordCount, Stretch } from '@cupcakery/kit/kafka/admin/record-count';
import type { LagReport, PartitionLag, TopicLag } from '../lag/report.ts';
import { sumOf } from '../lag/summary.ts';
import { byPriority, candidatesOf, newTopicState, type TopicState } from './read-order.ts';
import { isSignificant } from './record-ratio.ts';

/**
 * How many records wait, where lag counts offsets. Pure except for its memory, which is bounded by what the last report
 * had. Per collection: what is `pending` for a report is read and recorded, then the report is filled.
 */
export type RecordCounts = {
  /** Stretches of logs to be read, the most informative first; begins a collection. */
  pending(report: LagReport, max: number): Stretch[];
  /** Records the contents of a stretch; not called for what could not be read. */
  record(stretch: Stretch, count: RecordCount): void;
  /** The report with the records that wait. */
  fill(report: LagReport): LagReport;
};

export function createRecordCounts(): RecordCounts {
  let topics = new Map<string, TopicState>();
  let counts = new Map<string, RecordCount>();
  let collection = 0;

  function topicOf(name: string): TopicState {
    const topic = topics.get(name) ?? newTopicState();
    topics.set(name, topic);
    return topic;
  }

  return {
    pending(report, max) {
      collection += 1;
      const { waiting, unchanged } = splitByCount(report, counts);
      counts = unchanged;
      const known = topics;
      topics = new Map();
      for (const { topic } of report.groups.flatMap((group) => group.topics)) {
        topics.set(topic, known.get(topic) ?? newTopicState());
      }
      const chosen = [...waiting]
        .flatMap(([topic, stretches]) => candidatesOf([...stretches.values()], topicOf(topic), collection))
        .toSorted(byPriority)
        .slice(0, max);
      for (const { topic } of chosen) {
        topic.reads += 1;
        topic.lastRead = collection;
      }
      return chosen.map(({ stretch }) => stretch);
    },
    record(stretch, count) {
      counts.set(keyOf(stretch), count);
      topicOf(stretch.topic).ratio.add(count);
    },
    fill: (report) => ({
      ...report,
      groups: report.groups.map((group) => ({
        ...group,
        topics: group.topics.map((topic) => (topic.lag === 0 ? topic : filled(topic))),
      })),
    }),
  };

  function filled(topic: TopicLag): TopicLag {
    const partitions = topic.partitions.map((p) => {
      const stretch = stretchOf(topic.topic, p);
      if (p.lag === undefined || !stretch) return { ...p, records: p.lag };
      return {
        ...p,
        records: recordsIn(p.lag, counts.get(keyOf(stretch)), topicOf(topic.topic).ratio.value),
      };
    });
    return { ...topic, partitions, records: sumOf(partitions.map((p) => p.records)) };
  }
}

/** Stretches that wait, by topic and key, except those whose count from an earlier collection still holds. */
function splitByCount(report: LagReport, counts: ReadonlyMap<string, RecordCount>) {
  const waiting = new Map<string, Map<string, Stretch>>();
  const unchanged = new Map<string, RecordCount>();
  for (const { topic, partitions } of report.groups.flatMap((group) => group.topics)) {
    for (const partition of partitions) {
      const stretch = stretchOf(topic, partition);
      if (!stretch) continue;
      const key = keyOf(stretch);
      const count = counts.get(key);
      // A read that was cut off at its limit would be cut off at the same offset again.
      if (count && (!count.whole || stretch.from + count.span === stretch.end)) unchanged.set(key, count);
      else waiting.set(topic, (waiting.get(topic) ?? new Map()).set(key, stretch));
    }
  }
  return { waiting, unchanged };
}

/**
 * The records among the lag's offsets: counted, or estimated by the ratio of the part that was counted, or by the
 * topic's. Without any ratio unknown, so that an HPA keeps its replicas: counting all offsets as records would double
 * them for no more work, and counting none would remove them while work waits.
 */
function recordsIn(
  lag: number,
  count: RecordCount | undefined,
  topicRatio: number | undefined,
): number | undefined {
  if (count?.whole) return count.records;
  const own = count && count.records / count.span;
  const ratio = count && isSignificant(count) ? own : (topicRatio ?? own);
  return ratio === undefined ? undefined : Math.round(lag * ratio);
}

const keyOf = ({ topic, partition, from }: Stretch): string => `${topic}/${partition}@${from}`;

/** The offsets that make up a lag; undefined where nothing waits or the lag is unknown. */
function stretchOf(topic: string, { partition, end, lag }: PartitionLag): Stretch | undefined {
  if (end === undefined || lag === undefined || lag === 0) return undefined;
  return { topic, partition, from: end - lag, end };
}

import type { RecordCount, Stretch } from '@cupcakery/kit/kafka/admin/record-count';
import { createRecordShare, isTelling, type RecordShare } from './record-share.ts';
import type { LagReport, PartitionLag, TopicLag } from './report.ts';
import { sumOf } from './summary.ts';

/**
 * Tells how many records wait where lag counts offsets. Pure but for its memory, which is bounded by what the last
 * report had. A collection goes: what is `wanted` of a report is read and learned, then the report filled.
 */
export type RecordCounts = {
  /** Stretches of logs to be read, the most telling first; begins a collection. */
  wanted(report: LagReport, max: number): Stretch[];
  /** What a stretch held; what could not be read is not learned. */
  learn(stretch: Stretch, count: RecordCount): void;
  /** The report with the records that wait. */
  fill(report: LagReport): LagReport;
};

/** `asked` counts the partitions read so far, so that each gets its turn; `lastAsked` is a collection's number. */
type Topic = { share: RecordShare; asked: number; lastAsked: number };

/** Collections from one look at a topic that never had a transaction to the next: its records are its lag. */
const plainEvery = 20;

export function createRecordCounts(): RecordCounts {
  let topics = new Map<string, Topic>();
  let counts = new Map<string, RecordCount>();
  let collection = 0;

  return {
    wanted(report, max) {
      collection += 1;
      const { waiting, standing } = unread(report);
      counts = standing;
      const known = topics;
      topics = new Map();
      for (const { topic } of report.groups.flatMap((group) => group.topics)) {
        topics.set(topic, known.get(topic) ?? fresh());
      }
      const ranked = [...waiting].flatMap(([topic, stretches]) => inTurn(stretches, topicOf(topic)));
      const chosen = ranked
        .toSorted(
          (a, b) =>
            a.rank - b.rank ||
            Number(isKnown(a.topic)) - Number(isKnown(b.topic)) ||
            a.topic.lastAsked - b.topic.lastAsked,
        )
        .slice(0, max);
      for (const { topic } of chosen) {
        topic.asked += 1;
        topic.lastAsked = collection;
      }
      return chosen.map(({ stretch }) => stretch);
    },
    learn(stretch, count) {
      counts.set(keyOf(stretch), count);
      topicOf(stretch.topic).share.add(count);
    },
    fill: (report) => ({
      ...report,
      groups: report.groups.map((group) => ({
        ...group,
        topics: group.topics.map((topic) => (topic.lag === 0 ? topic : filled(topic))),
      })),
    }),
  };

  /** Stretches that wait, by topic, but for those that stand as they were counted. */
  function unread(report: LagReport) {
    const waiting = new Map<string, Map<string, Stretch>>();
    const standing = new Map<string, RecordCount>();
    for (const { topic, partitions } of report.groups.flatMap((group) => group.topics)) {
      for (const partition of partitions) {
        const stretch = stretchOf(topic, partition);
        if (!stretch) continue;
        const key = keyOf(stretch);
        const count = counts.get(key);
        // One that was cut off would be cut off again at the same place.
        if (count && (!count.whole || stretch.from + count.span === stretch.end)) standing.set(key, count);
        else waiting.set(topic, (waiting.get(topic) ?? new Map()).set(key, stretch));
      }
    }
    return { waiting, standing };
  }

  /** Every topic's first is read before any topic's second: one tells something about the others. */
  function inTurn(waiting: ReadonlyMap<string, Stretch>, topic: Topic) {
    const { share, asked, lastAsked } = topic;
    const isResting = share.isPlain && collection - lastAsked < plainEvery;
    const stretches = isResting ? [] : [...waiting.values()];
    const turned = stretches.map((_, i) => stretches[(i + asked) % stretches.length] as Stretch);
    return turned.slice(0, share.isPlain ? 1 : undefined).map((stretch, rank) => ({ stretch, rank, topic }));
  }

  function filled(topic: TopicLag): TopicLag {
    const partitions = topic.partitions.map((p) => ({ ...p, records: recordsOf(topic.topic, p) }));
    return { ...topic, partitions, records: sumOf(partitions.map((p) => p.records)) };
  }

  function recordsOf(topic: string, partition: PartitionLag): number | undefined {
    const { lag } = partition;
    const stretch = stretchOf(topic, partition);
    if (lag === undefined || !stretch) return lag;
    const count = counts.get(keyOf(stretch));
    if (count?.whole) return count.records;
    const own = count && count.records / count.span;
    const usual = topicOf(topic).share.value;
    const share = count && isTelling(count) ? own : (usual ?? own);
    // Without any share unknown, so that an HPA keeps the replicas it has: to take all offsets for records would
    // double them for no more work, to take none would let them go while work waits.
    return share === undefined ? undefined : Math.round(lag * share);
  }

  function topicOf(name: string): Topic {
    const topic = topics.get(name) ?? fresh();
    topics.set(name, topic);
    return topic;
  }
}

const fresh = (): Topic => ({
  share: createRecordShare(),
  asked: 0,
  lastAsked: Number.NEGATIVE_INFINITY,
});
const isKnown = ({ share }: Topic): boolean => share.value !== undefined;
const keyOf = ({ topic, partition, from }: Stretch): string => `${topic}/${partition}@${from}`;

/** What a group's lag is made of; undefined where nothing waits or it is not known. */
function stretchOf(topic: string, { partition, end, lag }: PartitionLag): Stretch | undefined {
  if (end === undefined || lag === undefined || lag === 0) return undefined;
  return { topic, partition, from: end - lag, end };
}

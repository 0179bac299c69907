import { type Admin, AssignerProtocol, Kafka } from 'kafkajs';
import type { KafkaClient } from '../connection/client.ts';
import { errorType } from '../connection/errors.ts';
import { fetchRecords } from '../connection/kafkajs-internals.ts';
import { connectFor, isolationLevel, leaderBroker, refreshMetadataAfter } from '../connection/metadata.ts';
import type { Committed } from '../consume/group.ts';
import { committedBatches } from '../wire/committed-batches.ts';
import { createRecordCounter, type RecordCounter } from './record-counter.ts';

export type GroupMember = { memberId: string; clientId: string; host: string };
export type GroupDescription = {
  group: string;
  state: string;
  members: GroupMember[];
  /** Partitions that members own, by topic. */
  owned: Map<string, Set<number>>;
};
export type Bounds = { begin: number; end: number };

/** Looks at groups and logs from outside, as an operator's tool does. Every question but `countRecords` rejects when Kafka does not answer. */
export type Inspector = {
  /** All groups; `protocol` is empty where members assign partitions by themselves. */
  groups(): Promise<{ group: string; protocol: string }[]>;
  /** The kind of group that KIP-848 brought is described as `Dead`, without members. */
  describe(groups: string[]): Promise<GroupDescription[]>;
  /** Next offset and the commit's metadata per topic and partition, of all topics that the group ever committed on. */
  committed(group: string): Promise<Map<string, Map<number, Committed>>>;
  /** Start and high watermark per partition; undefined when there is no such topic (any more). */
  bounds(topic: string): Promise<Map<number, Bounds> | undefined>;
  /** When the first committed record at an offset or behind it was written, ms; undefined when there is none. */
  timeAt(topic: string, partition: number, offset: number): Promise<number | undefined>;
  /** Counts committed records on stretches of logs. */
  countRecords: RecordCounter;
  stop(): Promise<void>;
};

/** Connects at the first question, and anew after a failure. */
export function createInspector(kafka: KafkaClient): Inspector {
  // Unanswered questions are asked again at the next collection; long retries would only pile up.
  const admin: Admin = new Kafka({ ...kafka.config, retry: { retries: 2, initialRetryTime: 100 } }).admin();
  const cluster = kafka.cluster();
  let connecting: Promise<void> | undefined;
  const connected = () => {
    connecting ??= admin.connect();
    connecting.catch(() => {
      connecting = undefined;
    });
    return connecting;
  };

  return {
    async groups() {
      await connected();
      const { groups } = await admin.listGroups();
      return groups.map(({ groupId, protocolType }) => ({ group: groupId, protocol: protocolType }));
    },
    async describe(names) {
      if (names.length === 0) return [];
      await connected();
      const { groups } = await admin.describeGroups(names);
      return groups.map(({ groupId, state, members }) => ({
        group: groupId,
        state,
        members: members.map(({ memberId, clientId, clientHost }) => ({
          memberId,
          clientId,
          host: clientHost,
        })),
        owned: ownedBy(members.map(({ memberAssignment }) => memberAssignment)),
      }));
    },
    async committed(group) {
      await connected();
      const topics = await admin.fetchOffsets({ groupId: group });
      return new Map(
        topics.map(({ topic, partitions }) => [
          topic,
          // -1: nothing was ever committed there.
          new Map(
            partitions.flatMap(({ partition, offset, metadata }) =>
              Number(offset) < 0 ? [] : [[partition, { offset: Number(offset), metadata: metadata ?? '' }]],
            ),
          ),
        ]),
      );
    },
    async bounds(topic) {
      await connected();
      try {
        const partitions = await admin.fetchTopicOffsets(topic);
        return new Map(partitions.map((p) => [p.partition, { begin: Number(p.low), end: Number(p.high) }]));
      } catch (error) {
        if (errorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
        throw error;
      }
    },
    async timeAt(topic, partition, offset) {
      try {
        await connectFor(cluster, [topic], { attempts: 1 });
        const broker = await leaderBroker(cluster, topic, partition);
        const { topics } = await fetchRecords(broker, {
          isolationLevel: isolationLevel.committed,
          maxWaitTime: 0,
          minBytes: 0,
          maxBytes: 64 << 10,
          topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: 64 << 10 }] }],
        });
        const [data] = topics[0]?.partitions ?? [];
        for (const { records } of data ? committedBatches(data) : []) {
          const record = records.find((r) => r.offset >= offset);
          if (record) return record.timestamp;
        }
        return undefined;
      } catch (error) {
        // Not awaited: kafkajs tries again for long, and the caller has its answer already.
        void refreshMetadataAfter(cluster, error);
        throw error;
      }
    },
    countRecords: createRecordCounter(cluster),
    async stop() {
      await Promise.allSettled([admin.disconnect(), cluster.disconnect()]);
    },
  };
}

/** What members own, from their assignments; one that cannot be read owns nothing that we know of. */
function ownedBy(assignments: Buffer[]): Map<string, Set<number>> {
  const owned = new Map<string, Set<number>>();
  for (const assignment of assignments) {
    const decoded = assignment.length > 0 ? decode(assignment) : undefined;
    for (const [topic, partitions] of Object.entries(decoded?.assignment ?? {})) {
      const known = owned.get(topic) ?? new Set<number>();
      for (const partition of partitions) known.add(partition);
      owned.set(topic, known);
    }
  }
  return owned;
}

function decode(assignment: Buffer) {
  try {
    return AssignerProtocol.MemberAssignment.decode(assignment);
  } catch {
    return null;
  }
}

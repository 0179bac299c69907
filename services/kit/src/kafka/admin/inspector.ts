import { type Assignment, decodeAssignment } from '../connection/assignment-codec.ts';
import type { KafkaAdmin, KafkaClient } from '../connection/client.ts';
import type { KafkaConnection } from '../connection/connection.ts';
import { errorType } from '../connection/errors.ts';
import type { Committed } from '../consume/group/group.ts';
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

/**
 * Looks at groups and logs from outside, as an operator's tool does. Every call but `countRecords` rejects when Kafka
 * does not answer.
 */
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

/** Connects at the first call, and reconnects after a failure. */
export function createInspector(kafka: KafkaClient): Inspector {
  const connection = kafka.connection();
  // Unanswered requests are repeated by the next collection; long retries would only pile up.
  const admin = kafka.admin({ retries: 2, initialRetryTime: 100 });
  const connected = connectOnce(admin);
  return {
    async groups() {
      const { groups } = await (await connected()).listGroups();
      return groups.map(({ groupId, protocolType }) => ({ group: groupId, protocol: protocolType }));
    },
    async describe(names) {
      if (names.length === 0) return [];
      const { groups } = await (await connected()).describeGroups(names);
      return groups.map(({ groupId, state, members }) => ({
        group: groupId,
        state,
        members: members.map((m) => ({ memberId: m.memberId, clientId: m.clientId, host: m.clientHost })),
        owned: ownedBy(members.map(({ memberAssignment }) => memberAssignment)),
      }));
    },
    async committed(group) {
      const topics = await (await connected()).fetchOffsets({ groupId: group });
      return new Map(
        topics.map(({ topic, partitions }) => [topic, new Map(partitions.flatMap(committedOf))]),
      );
    },
    async bounds(topic) {
      try {
        const partitions = await (await connected()).fetchTopicOffsets(topic);
        return new Map(partitions.map((p) => [p.partition, { begin: Number(p.low), end: Number(p.high) }]));
      } catch (error) {
        if (errorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
        throw error;
      }
    },
    timeAt: (topic, partition, offset) => timeAt(connection, topic, partition, offset),
    countRecords: createRecordCounter(connection),
    async stop() {
      await Promise.allSettled([admin.disconnect(), connection.close()]);
    },
  };
}

function connectOnce(admin: KafkaAdmin): () => Promise<KafkaAdmin> {
  let connecting: Promise<void> | undefined;
  return async () => {
    connecting ??= admin.connect();
    connecting.catch(() => {
      connecting = undefined;
    });
    await connecting;
    return admin;
  };
}

async function timeAt(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  offset: number,
): Promise<number | undefined> {
  const maxBytes = 64 << 10;
  try {
    await connection.open([topic], { attempts: 1 });
    const { topics } = await connection.fetch(connection.leader(topic, partition), {
      isolation: 'committed',
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes,
      partitions: [{ topic, partition, offset, maxBytes }],
    });
    const [data] = topics[0]?.partitions ?? [];
    for (const { records } of data ? committedBatches(data) : []) {
      const record = records.find((r) => r.offset >= offset);
      if (record) return record.timestamp;
    }
    return undefined;
  } catch (error) {
    // Not awaited: kafkajs retries for long, and the caller has its answer already.
    void connection.refreshMetadataAfter(error);
    throw error;
  }
}

/** Nothing for -1: the group has never committed there. */
function committedOf(p: {
  partition: number;
  offset: string;
  metadata: string | null;
}): [number, Committed][] {
  const offset = Number(p.offset);
  return offset < 0 ? [] : [[p.partition, { offset, metadata: p.metadata ?? '' }]];
}

/** What members own, by their assignments; one that cannot be read counts as nothing owned. */
function ownedBy(assignments: Buffer[]): Map<string, Set<number>> {
  const owned = new Map<string, Set<number>>();
  for (const bytes of assignments) {
    for (const [topic, partitions] of Object.entries(readAssignment(bytes))) {
      const known = owned.get(topic) ?? new Set<number>();
      for (const partition of partitions) known.add(partition);
      owned.set(topic, known);
    }
  }
  return owned;
}

function readAssignment(bytes: Buffer): Assignment {
  try {
    return decodeAssignment(bytes);
  } catch {
    return {};
  }
}

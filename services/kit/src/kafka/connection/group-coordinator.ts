import {
  type Assignment,
  decodeAssignment,
  encodeAssignment,
  encodeSubscription,
} from './assignment-codec.ts';
import { createCoordinator } from './coordinator.ts';
import { type JoinedGroup, joinGroup } from './kafkajs-requests.ts';
import type { Cluster, TransactionSession } from './kafkajs-types.ts';

/** A committed offset; -1 means that the group has never committed for this partition. */
export type Committed = { offset: number; metadata: string };

/** A member of one generation of a group. */
export type Membership = { generation: number; memberId: string };

/** An offset to commit for one partition. */
export type PartitionOffset = { partition: number; offset: number; metadata?: string };

/** Requests to the coordinator of one consumer group. Each is retried while the coordinator moves. */
export type GroupCoordinator = {
  /** Waits until the group has all its members; `members` is empty unless this member leads. */
  join(args: {
    instanceId: string | undefined;
    memberId: string;
    sessionTimeoutMs: number;
    rebalanceTimeoutMs: number;
    protocol: string;
    topics: readonly string[];
    userData: Buffer;
  }): Promise<JoinedGroup>;
  /** Sends the leader's assignments (none from the others) and returns this member's own. */
  sync(membership: Membership, assignments: ReadonlyMap<string, Assignment>): Promise<Assignment>;
  heartbeat(membership: Membership): Promise<void>;
  leave(memberId: string): Promise<void>;
  commit(
    membership: Membership,
    topic: string,
    offsets: readonly PartitionOffset[],
    attempts?: number,
  ): Promise<void>;
  committed(topic: string, partitions: readonly number[], attempts?: number): Promise<Map<number, Committed>>;
  /** Adds offsets to a transaction that the coordinator knows from `addOffsets`. */
  commitInTransaction(
    transaction: TransactionSession,
    topics: readonly { topic: string; offsets: readonly PartitionOffset[] }[],
    attempts?: number,
  ): Promise<void>;
  /** The next request looks the coordinator up again. */
  invalidate(): void;
};

export function createGroupCoordinator(
  cluster: Cluster,
  groupId: string,
  signal?: AbortSignal,
): GroupCoordinator {
  const { request, invalidate } = createCoordinator(cluster, 'group', groupId, signal);
  return {
    join: ({ instanceId, memberId, protocol, topics, userData, ...timeouts }) =>
      request((broker) =>
        joinGroup(broker, {
          groupId,
          groupInstanceId: instanceId ?? null,
          memberId,
          sessionTimeout: timeouts.sessionTimeoutMs,
          rebalanceTimeout: timeouts.rebalanceTimeoutMs,
          groupProtocols: [{ name: protocol, metadata: encodeSubscription(topics, userData) }],
        }),
      ),
    async sync({ generation, memberId }, assignments) {
      const { memberAssignment } = await request((broker) =>
        broker.syncGroup({
          groupId,
          generationId: generation,
          memberId,
          groupAssignment: [...assignments].map(([member, assignment]) => ({
            memberId: member,
            memberAssignment: encodeAssignment(assignment),
          })),
        }),
      );
      return decodeAssignment(memberAssignment);
    },
    async heartbeat({ generation, memberId }) {
      await request((broker) => broker.heartbeat({ groupId, groupGenerationId: generation, memberId }));
    },
    async leave(memberId) {
      await request((broker) => broker.leaveGroup({ groupId, memberId }));
    },
    async commit({ generation, memberId }, topic, offsets, attempts) {
      const topics = [{ topic, partitions: offsets.map(encodeOffset) }];
      await request(
        (broker) => broker.offsetCommit({ groupId, groupGenerationId: generation, memberId, topics }),
        attempts,
      );
    },
    async committed(topic, partitions, attempts) {
      const { responses } = await request(
        (broker) =>
          broker.offsetFetch({
            groupId,
            topics: [{ topic, partitions: partitions.map((partition) => ({ partition })) }],
          }),
        attempts,
      );
      return new Map(
        responses
          .flatMap((r) => r.partitions)
          .map((p) => [p.partition, { offset: Number(p.offset), metadata: p.metadata ?? '' }]),
      );
    },
    async commitInTransaction(transaction, own, attempts) {
      const topics = own.map(({ topic, offsets }) => ({ topic, partitions: offsets.map(encodeOffset) }));
      await request((broker) => broker.txnOffsetCommit({ ...transaction, groupId, topics }), attempts);
    },
    invalidate,
  };
}

function encodeOffset({ partition, offset, metadata }: PartitionOffset) {
  return { partition, offset: String(offset), ...(metadata === undefined ? {} : { metadata }) };
}

import { AssignerProtocol } from 'kafkajs';
import { z } from 'zod';
import { createBackoff, sleep } from '../../tools/backoff.ts';
import type { KafkaClient } from '../connection/client.ts';
import { createCoordinator } from '../connection/coordinator.ts';
import { errorType } from '../connection/errors.ts';
import { joinGroup } from '../connection/kafkajs-internals.ts';
import { connectFor, partitionsOf, refreshMetadataAfter } from '../connection/metadata.ts';
import { assignSticky } from './assigner.ts';

/** After so long without a sign of a member its partitions go to others, ms. */
export const defaultSessionMs = 10_000;
const protocolName = 'cupcakery-sticky';
const userData = z.object({ owned: z.array(z.int()), generation: z.int() });

/** A committed offset; -1 means that the group has never committed for this partition. */
export type Committed = { offset: number; metadata: string };

export type GroupOptions = {
  kafka: KafkaClient;
  group: string;
  topic: string;
  /** Static membership (KIP-345): a member that comes back under this name gets its partitions back at once. */
  instanceId?: string;
  sessionTimeoutMs?: number;
  heartbeatMs?: number;
  /**
   * Called after every join with what this member holds now. Partitions in `kept` never stopped;
   * work on `revoked` ones must not be committed any more.
   */
  onAssignment(change: { assigned: number[]; added: number[]; kept: number[]; revoked: number[] }): void;
};

/** A membership of a consumer group over one topic, without a reader: the owner decides what to fetch. */
export type Group = {
  /** Commits offsets under the present generation. Rejects when the member lost its place. */
  commit(offsets: { partition: number; offset: number; metadata?: string }[]): Promise<void>;
  committed(partitions: number[]): Promise<Map<number, Committed>>;
  readonly assigned: readonly number[];
  /** When the group last confirmed this member (join or heartbeat), ms since the epoch. */
  readonly confirmedAt: number;
  readonly joined: boolean;
  /** Resolves after a heartbeat or join that was sent after this call. */
  confirmed(signal: AbortSignal): Promise<void>;
  /** Leaves the group, so that others take over at once. */
  stop(): Promise<void>;
};

/** Joins a group and stays in it: joins again after rebalances, errors and lost connections, until `stop`. */
export async function joinConsumerGroup(options: GroupOptions, signal?: AbortSignal): Promise<Group> {
  const {
    kafka,
    group: groupId,
    topic,
    instanceId,
    heartbeatMs = 500,
    sessionTimeoutMs = defaultSessionMs,
  } = options;
  const { log } = kafka;
  const cluster = kafka.cluster();
  await connectFor(cluster, [topic], {
    ...(signal ? { signal } : {}),
    onRetry: (err) => log.warn({ err, topic }, 'waiting for Kafka'),
  });
  // Joins block their socket for as long as others take to join; offsets go over another one.
  const offsetsCluster = kafka.cluster();
  await connectFor(offsetsCluster, [topic]);
  const coordinator = createCoordinator(cluster, 'group', groupId);
  const offsetsAt = createCoordinator(offsetsCluster, 'group', groupId);
  const stopping = new AbortController();
  let memberId = '';
  let generation = -1;
  let assigned: number[] = [];
  let joined = false;
  let confirmedAt = 0;
  let confirmations: (() => void)[] = [];

  function confirm(sentAt: number): void {
    confirmedAt = sentAt;
    const waiting = confirmations;
    confirmations = [];
    for (const done of waiting) done();
  }

  async function join(): Promise<void> {
    const sentAt = Date.now();
    const mine = Buffer.from(JSON.stringify({ owned: assigned, generation }));
    const metadata = AssignerProtocol.MemberMetadata.encode({ version: 1, topics: [topic], userData: mine });
    const group = await coordinator.request((broker) =>
      joinGroup(broker, {
        groupId,
        groupInstanceId: instanceId ?? null,
        memberId,
        sessionTimeout: sessionTimeoutMs,
        rebalanceTimeout: Math.max(sessionTimeoutMs, 10_000),
        groupProtocols: [{ name: protocolName, metadata }],
      }),
    );
    memberId = group.memberId;
    generation = group.generationId;
    const leads = group.leaderId === group.memberId;
    if (leads) await cluster.refreshMetadata();
    const { memberAssignment } = await coordinator.request((broker) =>
      broker.syncGroup({
        groupId,
        generationId: group.generationId,
        memberId: group.memberId,
        groupAssignment: leads ? assignmentOf(group.members) : [],
      }),
    );
    const decoded = AssignerProtocol.MemberAssignment.decode(memberAssignment);
    const now = decoded?.assignment[topic] ?? [];
    const before = new Set(assigned);
    const after = new Set(now);
    const change = {
      assigned: now,
      added: now.filter((p) => !before.has(p)),
      kept: now.filter((p) => before.has(p)),
      revoked: assigned.filter((p) => !after.has(p)),
    };
    assigned = now;
    joined = true;
    log.info({ group: groupId, generation, partitions: now, leads }, 'joined the group');
    options.onAssignment(change);
    confirm(sentAt);
  }

  function assignmentOf(members: { memberId: string; memberMetadata: Buffer }[]) {
    const states = members.map((m) => ({ memberId: m.memberId, ...ownedBy(m.memberMetadata) }));
    return [...assignSticky(states, partitionsOf(cluster, topic))].map(([member, partitions]) => ({
      memberId: member,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: 1,
        assignment: { [topic]: partitions },
        userData: Buffer.alloc(0),
      }),
    }));
  }

  /** After this member was taken for dead, its partitions belong to others. */
  function lost(): void {
    joined = false;
    memberId = '';
    generation = -1;
    if (assigned.length === 0) return;
    const revoked = assigned;
    assigned = [];
    options.onAssignment({ assigned: [], added: [], kept: [], revoked });
  }

  async function run(): Promise<void> {
    const backoff = createBackoff({ min: 50, max: 2000 });
    while (!stopping.signal.aborted) {
      try {
        if (!joined) await join();
        await sleep(heartbeatMs, stopping.signal);
        if (stopping.signal.aborted) return;
        const sentAt = Date.now();
        await coordinator.request((broker) =>
          broker.heartbeat({ groupId, groupGenerationId: generation, memberId }),
        );
        confirm(sentAt);
        backoff.reset();
      } catch (error) {
        if (stopping.signal.aborted) return;
        const type = errorType(error);
        joined = false;
        if (type === 'REBALANCE_IN_PROGRESS') continue;
        if (type === 'UNKNOWN_MEMBER_ID' || type === 'ILLEGAL_GENERATION' || type === 'FENCED_INSTANCE_ID')
          lost();
        // Nobody confirmed us for a session: the group has given our partitions away.
        else if (Date.now() - confirmedAt > sessionTimeoutMs) lost();
        log.warn({ err: error, group: groupId }, 'lost touch with the group, joining again');
        coordinator.invalidate();
        await sleep(backoff.next(), stopping.signal);
        await refreshMetadataAfter(cluster, error);
      }
    }
  }

  const running = run();
  return {
    async commit(offsets) {
      if (offsets.length === 0) return;
      await offsetsAt.request((broker) =>
        broker.offsetCommit({
          groupId,
          groupGenerationId: generation,
          memberId,
          topics: [
            {
              topic,
              partitions: offsets.map(({ partition, offset, metadata }) => ({
                partition,
                offset: String(offset),
                ...(metadata === undefined ? {} : { metadata }),
              })),
            },
          ],
        }),
      );
    },
    async committed(partitions) {
      const { responses } = await offsetsAt.request(
        (broker) =>
          broker.offsetFetch({
            groupId,
            topics: [{ topic, partitions: partitions.map((partition) => ({ partition })) }],
          }),
        10,
      );
      const found = responses.flatMap((r) => r.partitions);
      return new Map(
        found.map((p) => [p.partition, { offset: Number(p.offset), metadata: p.metadata ?? '' }]),
      );
    },
    get assigned() {
      return assigned;
    },
    get confirmedAt() {
      return confirmedAt;
    },
    get joined() {
      return joined;
    },
    async confirmed(abort) {
      const asked = Date.now();
      while (!abort.aborted && !stopping.signal.aborted) {
        const next = Promise.withResolvers<void>();
        confirmations.push(next.resolve);
        abort.addEventListener('abort', () => next.resolve(), { once: true });
        stopping.signal.addEventListener('abort', () => next.resolve(), { once: true });
        await next.promise;
        if (confirmedAt >= asked) return;
      }
    },
    async stop() {
      stopping.abort();
      if (memberId !== '') {
        await Promise.race([
          offsetsAt.request((broker) => broker.leaveGroup({ groupId, memberId })).catch(() => {}),
          sleep(2000),
        ]);
      }
      await cluster.disconnect().catch(() => {});
      await offsetsCluster.disconnect().catch(() => {});
      await running;
    },
  };
}

function ownedBy(metadata: Buffer): { owned: number[]; generation: number } {
  try {
    const decoded = AssignerProtocol.MemberMetadata.decode(metadata);
    return userData.parse(JSON.parse(decoded?.userData.toString('utf8') ?? ''));
  } catch {
    return { owned: [], generation: -1 };
  }
}

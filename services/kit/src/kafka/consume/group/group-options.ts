import type { KafkaClient } from '../../connection/client.ts';
import type { Committed, PartitionOffset } from '../../connection/group-coordinator.ts';
import type { AssignmentChange } from './group-state.ts';

/** After so long without a sign of a member its partitions go to others, ms. */
export const defaultSessionMs = 10_000;

export type GroupOptions = {
  kafka: KafkaClient;
  group: string;
  topic: string;
  /**
   * Further topics, partitioned alike, whose partitions go with those of `topic` and whose offsets the owner commits:
   * the group subscribes to them too, since Kafka drops the offsets of topics that no member names (KIP-496).
   */
  alongside?: readonly string[];
  /** Static membership (KIP-345): a member that comes back under this name gets its partitions back at once. */
  instanceId?: string | undefined;
  sessionTimeoutMs?: number | undefined;
  heartbeatMs?: number | undefined;
  /** Called after every join, and after a loss of membership, with what this member holds now. */
  onAssignment(change: AssignmentChange): void;
};

/** A membership of a consumer group over one topic, without a reader: the owner decides what to fetch. */
export type Group = {
  /** Commits offsets under the present generation. Rejects when the member lost its place. */
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /** @param topic default: the one that the group is about */
  committed(partitions: readonly number[], topic?: string): Promise<Map<number, Committed>>;
  readonly joined: boolean;
  /** Resolves after a heartbeat or join that was sent after this call, or when `signal` is aborted. */
  confirmed(signal: AbortSignal): Promise<void>;
  /** Leaves the group, so that others take over at once. */
  stop(): Promise<void>;
};

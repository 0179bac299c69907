import { AssignerProtocol } from 'kafkajs';

/** Partitions by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

/** What a member tells the leader of its group: the topics it reads, and bytes of its own. */
export function encodeSubscription(topics: readonly string[], userData: Buffer): Buffer {
  return AssignerProtocol.MemberMetadata.encode({ version: 1, topics: [...topics], userData });
}

/** The bytes of its own that a member sent; undefined when its subscription cannot be read. */
export function userDataOf(subscription: Buffer): Buffer | undefined {
  try {
    return AssignerProtocol.MemberMetadata.decode(subscription)?.userData;
  } catch {
    return undefined;
  }
}

export function encodeAssignment(assignment: Assignment): Buffer {
  return AssignerProtocol.MemberAssignment.encode({
    version: 1,
    assignment: Object.fromEntries(Object.entries(assignment).map(([topic, own]) => [topic, [...own]])),
    userData: Buffer.alloc(0),
  });
}

/**
 * No partitions for an empty assignment, which followers of a leader without work get.
 * @throws when the bytes are in another format
 */
export function decodeAssignment(assignment: Buffer): Assignment {
  if (assignment.length === 0) return {};
  return AssignerProtocol.MemberAssignment.decode(assignment)?.assignment ?? {};
}

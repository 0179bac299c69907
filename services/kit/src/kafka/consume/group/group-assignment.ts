import { z } from 'zod';
import { type Assignment, userDataOf } from '../../connection/assignment-codec.ts';
import { assignSticky } from './assigner.ts';

const ownedSchema = z.object({ owned: z.array(z.int()), generation: z.int() });

/** The partitions that a member held, and in which generation: sent with each join for the sticky assignment. */
export type Owned = { owned: readonly number[]; generation: number };

export function encodeOwned(owned: Owned): Buffer {
  return Buffer.from(JSON.stringify(owned));
}

/** The assignment of every member, as the group's leader computes it: the same partitions of all its topics. */
export function assignMembers(
  members: readonly { memberId: string; memberMetadata: Buffer }[],
  topics: readonly string[],
  partitions: readonly number[],
): Map<string, Assignment> {
  const states = members.map((m) => ({ memberId: m.memberId, ...decodeOwned(m.memberMetadata) }));
  return new Map(
    [...assignSticky(states, partitions)].map(
      ([memberId, own]) => [memberId, Object.fromEntries(topics.map((topic) => [topic, own]))] as const,
    ),
  );
}

/** Nothing for a member whose user data is in another format. */
function decodeOwned(subscription: Buffer): Owned {
  try {
    return ownedSchema.parse(JSON.parse(userDataOf(subscription)?.toString('utf8') ?? ''));
  } catch {
    return { owned: [], generation: -1 };
  }
}

import { z } from 'zod';
import { maxSubjectLength, personSchema } from './person.ts';
import { recordReader } from './records.ts';
import type { TopicSpec } from './topics.ts';

/**
 * The topic of an installation, not of a workflow: who may sign in at a wall screen, and the tokens that the installation
 * itself has issued. Compacted; a tombstone removes a person and revokes a token. It holds hashes, no token and no code.
 */
export const staffTopic: TopicSpec = {
  name: 'cupcakery.staff',
  partitions: 1,
  config: { 'cleanup.policy': 'compact', 'segment.ms': '3600000' },
};

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.string();
const issued = {
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** SHA-256 of the token's secret part. */
  secretHash: hash,
  workflow: z.string(),
  issuedAt: time,
  issuedBy: z.object({ actor: personSchema, name: z.string() }),
  expiresAt: time,
};

/** A wall screen of one stage. */
export const boardSchema = z.object({
  kind: z.literal('board'),
  ...issued,
  stage: z.string(),
  name: z.string().min(1).max(100),
  /** What the person that confirmed it works on, in a workflow with a scope. */
  claims: z.exactOptional(z.record(z.string(), z.array(z.string()))),
});
export type Board = z.infer<typeof boardSchema>;

/** A link to one order, for who has it. */
export const trackerLinkSchema = z.object({ kind: z.literal('link'), ...issued, orderId: z.string() });
export type TrackerLink = z.infer<typeof trackerLinkSchema>;

/** A person who gives a code or a badge at wall screens. */
export const cookSchema = z.object({
  kind: z.literal('cook'),
  sub: z.string().min(1).max(maxSubjectLength),
  name: z.string().min(1).max(200),
  /** As the token had them when the code was set: only stages of these roles. */
  roles: z.array(z.string().max(100)).max(200),
  code: z.exactOptional(z.object({ salt: z.string(), hash })),
  /** SHA-256 of what the badge's reader types. */
  badgeHash: z.exactOptional(hash),
  setAt: time,
  expiresAt: time,
});
export type Cook = z.infer<typeof cookSchema>;

export const staffRecordSchema = z.discriminatedUnion('kind', [boardSchema, trackerLinkSchema, cookSchema]);
export type StaffRecord = z.infer<typeof staffRecordSchema>;

/** The key of a record, `board/<id>`, `link/<id>` or `cook/<subject>`. */
export function staffKeyOf(record: StaffRecord): string {
  return record.kind === 'cook' ? `cook/${record.sub}` : `${record.kind}/${record.id}`;
}

/** Throws RecordError with the path of the bad field and the reason. */
export const readStaffRecord: (value: string | Buffer | null) => StaffRecord = recordReader(
  'staff',
  staffRecordSchema,
);

import { personSchema } from '@cupcakery/workflow/contracts/person';
import { recordReader } from '@cupcakery/workflow/contracts/records';
import { z } from 'zod';
import { itemId } from './item.ts';

const payload = z.looseObject({ id: itemId });
const base = {
  id: z.string().min(1).max(200),
  collection: z.string(),
  /** Who has sent it. */
  actor: personSchema,
  /** Of a command with an idempotency key: what the request asked for. */
  bodyHash: z.exactOptional(z.string()),
};
/** The ETags of which the item must have one; `*`: there must be one. */
const ifMatch = z.exactOptional(z.union([z.literal('*'), z.array(z.string()).max(20)]));

export const shopCommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('create'),
    ...base,
    item: payload,
    /** The id was made of the idempotency key, so an item that has it was created by an earlier command of the key. */
    idOfKey: z.exactOptional(z.literal(true)),
  }),
  z.object({ type: z.literal('replace'), ...base, item: payload, ifMatch }),
  z.object({ type: z.literal('delete'), ...base, itemId, ifMatch }),
]);
/** A request to change a collection. */
export type ShopCommand = z.output<typeof shopCommandSchema>;

/** Why a command changes nothing. */
export const shopRefusals = [
  /** There is no such item. */
  'NOT_FOUND',
  /** Another item has the id. */
  'EXISTS',
  /** The collection has as many items as it may have. */
  'FULL',
  /** The item is not as the sender thinks. */
  'STALE',
  /** The item refers to items that do not exist. */
  'UNKNOWN_REFERENCE',
  /** The idempotency key was used for another request. */
  'KEY_REUSED',
  /** The item cannot be written: a topic accepts no record of its size. */
  'TOO_LARGE',
  /** The decider failed; the reason is in an incident. */
  'FAULT',
  /** The collection is not in the files of the processor. */
  'UNKNOWN_COLLECTION',
] as const;

export const shopReplySchema = z.object({
  /** Of the command. */
  id: z.string(),
  code: z.exactOptional(z.enum(shopRefusals)),
  message: z.exactOptional(z.string()),
  errors: z.exactOptional(z.array(z.object({ field: z.string(), detail: z.string() }))),
  /** The item as the command left it; none after a delete or a refusal. */
  item: z.exactOptional(payload),
  /** An earlier command of the same key had this answer. */
  replayed: z.exactOptional(z.literal(true)),
});
/** The processor's answer to a command; without a code it was carried out. */
export type ShopReply = z.output<typeof shopReplySchema>;

export const commandLogEntrySchema = z.object({
  bodyHash: z.string(),
  /** RFC 3339 UTC */
  at: z.string(),
  reply: shopReplySchema,
});
/** The first answer to a command with an idempotency key, under the command's id. */
export type CommandLogEntry = z.output<typeof commandLogEntrySchema>;

/** Readers of record values. Each throws RecordError with the path of the bad field and the reason. */
export const readShopCommand: (value: string | Buffer | null) => ShopCommand = recordReader(
  'command',
  shopCommandSchema,
);
export const readShopReply: (value: string | Buffer | null) => ShopReply = recordReader(
  'reply',
  shopReplySchema,
);
export const readCommandLogEntry: (value: string | Buffer | null) => CommandLogEntry = recordReader(
  'command log',
  commandLogEntrySchema,
);

import { randomUUID } from 'node:crypto';
import type { ShopCommand } from '@cupcakery/collections/contracts/command';
import { type Item, itemId } from '@cupcakery/collections/contracts/item';
import type { Collection } from '@cupcakery/collections/file/collection-file';
import type { Principal } from '@cupcakery/kit/auth/principal';
import { customerIdOf } from '@cupcakery/workflow/access/caller';
import { canonicalJson } from '@cupcakery/workflow/contracts/canonical-json';
import { hashOf } from '@cupcakery/workflow/contracts/identity';
import { ShopFailure } from './shop-failure.ts';

/** What a command takes from the request that it comes from, besides its body. */
export type CommandSource = {
  principal: Principal;
  idempotencyKey: string | undefined;
  /** The ETags of which the item must have one; `*`: there must be one. */
  ifMatch?: '*' | string[] | undefined;
};

/** Fields of an item as a request has them. */
export type Fields = Record<string, unknown>;

/**
 * A command that creates an item. Without an id in the fields it gets one: of the idempotency key, so that a repeat creates
 * nothing, else at random.
 * @throws ShopFailure INVALID_FIELDS
 */
export function createCommand(collection: Collection, source: CommandSource, fields: Fields): ShopCommand {
  const { idempotencyKey: key, principal } = source;
  const ofKey =
    key === undefined ? undefined : hashOf(collection.name, customerIdOf(principal), key).slice(0, 32);
  const item = checkedItem(collection, { id: ofKey ?? randomUUID(), ...fields });
  return {
    type: 'create',
    ...baseOf(collection, source, ['create'], { item }),
    item,
    ...(item.id === ofKey ? { idOfKey: true as const } : {}),
  };
}

/**
 * A command that replaces an item.
 * @throws ShopFailure INVALID_FIELDS
 */
export function replaceCommand(
  collection: Collection,
  source: CommandSource,
  { id, fields }: { id: string; fields: Fields },
): ShopCommand {
  if (fields.id !== undefined && fields.id !== id)
    throw invalid([{ field: '/id', detail: `is another one than in the address, ${id}` }]);
  const item = checkedItem(collection, { ...fields, id });
  const { ifMatch } = source;
  return {
    type: 'replace',
    ...baseOf(collection, source, ['replace', id], { item, ifMatch }),
    item,
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

/** A command that deletes an item. */
export function deleteCommand(collection: Collection, source: CommandSource, id: string): ShopCommand {
  const { ifMatch } = source;
  return {
    type: 'delete',
    ...baseOf(collection, source, ['delete', id], { id, ifMatch }),
    itemId: id,
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

/** The id of a command, by which its reply and a repeat are recognised, and what identifies what it asks for. */
function baseOf(
  { name }: Collection,
  { principal, idempotencyKey }: CommandSource,
  what: readonly string[],
  body: object,
): Pick<ShopCommand, 'id' | 'collection' | 'actor' | 'bodyHash'> {
  const sub = customerIdOf(principal);
  const base = { collection: name, actor: { sub } };
  if (idempotencyKey === undefined) return { id: randomUUID(), ...base };
  const id = hashOf('shop', name, ...what, sub, idempotencyKey);
  return { id, ...base, bodyHash: hashOf(canonicalJson(body)) };
}

function checkedItem(collection: Collection, fields: Fields): Item {
  const problems = collection.check(fields);
  if (problems.length > 0) throw invalid(problems);
  const id = itemId.safeParse(fields.id);
  if (id.success) return { ...fields, id: id.data };
  throw invalid(id.error.issues.map(({ message }) => ({ field: '/id', detail: message })));
}

function invalid(fields: { field: string; detail: string }[]): ShopFailure {
  return new ShopFailure('INVALID_FIELDS', { fields });
}

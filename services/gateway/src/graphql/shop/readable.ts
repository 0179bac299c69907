import type { Collection } from '@cupcakery/collections/file/collection-file';
import type { Collections } from '@cupcakery/collections/file/collection-files';
import type { Caller } from '@cupcakery/workflow/access/caller';
import { denialOf, denialSentence, may } from '@cupcakery/workflow/access/rights';
import { shopRights } from '@cupcakery/workflow/access/subjects';
import type { GraphQLError } from 'graphql';
import type { LiveShop } from '../../stream/live-shop.ts';
import type { GatewayContext } from '../context/context.ts';
import type { Readable } from '../context/sources.ts';
import { requestError } from '../request/errors.ts';

/** The collections that a caller may read. */
export function readableBy(caller: Caller, collections: Collections): Readable {
  const allowed = [...collections.values()].filter((collection) =>
    may(caller, 'item.read', { workflow: shopRights, collection }),
  );
  return new Set(allowed.map(({ name }) => name));
}

/**
 * A collection that the caller may read; a refusal is in the audit.
 * @throws GraphQLError NOT_FOUND, or FORBIDDEN naming the roles of which one is needed
 */
export function collectionOf(
  { shop, caller, audit }: Pick<GatewayContext, 'shop' | 'caller' | 'audit'>,
  name: string,
): { collection: Collection; live: LiveShop; readable: Readable } {
  const live = shopOrThrow(shop);
  const { collections } = live.feed.view;
  const collection = collections.get(name);
  if (!collection) {
    const known = [...collections.keys()].join(', ');
    throw requestError('NOT_FOUND', `There is no collection ${name.slice(0, 64)}, only ${known}.`);
  }
  const denial = denialOf(caller.principal, 'item.read', { workflow: shopRights, collection });
  if (denial) {
    audit.denied(caller.audited, { action: 'item.read', object: name, reason: 'role', needs: denial.needs });
    throw requestError('FORBIDDEN', denialSentence(denial));
  }
  return { collection, live, readable: readableBy(caller.principal, collections) };
}

/**
 * The shop, where there is one.
 * @throws GraphQLError NOT_FOUND
 */
export function shopOrThrow(shop: LiveShop | undefined): LiveShop {
  if (shop) return shop;
  throw requestError('NOT_FOUND', 'There is no shop in this installation.');
}

const nobody: Caller = { subject: '', roles: [] };

/** The error of who reads a collection by a join without the right to it. */
export function unreadable(collection: Collection | undefined): GraphQLError {
  const denial = denialOf(nobody, 'item.read', { workflow: shopRights, collection });
  return requestError('FORBIDDEN', denial ? denialSentence(denial) : 'This may not be read.');
}

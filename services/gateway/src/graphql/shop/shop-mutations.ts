import type { ApiError } from '../../api/api-errors.ts';
import type { ItemAnswer } from '../../shop-api/shop-api-client.ts';
import type { GatewayContext } from '../context/context.ts';
import type { ItemSource } from '../context/sources.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { readableBy } from './readable.ts';

/** What a change of an item is answered with. */
export type ItemResult = { id: string | null; item: ItemSource | null; errors: ApiError[] };

export type CreateArgs = { item: unknown; idempotencyKey?: string | null };
export type ReplaceArgs = CreateArgs & { id: string; ifMatch?: string | null };
export type DeleteArgs = Omit<ReplaceArgs, 'item'>;

type Change = {
  method: 'POST' | 'PUT' | 'DELETE';
  id?: string;
  body?: unknown;
  ifMatch?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
};

/** Creates an item in the caller's name; a refusal is an answer with errors. */
export function createItem(context: GatewayContext, name: string, input: CreateArgs): Promise<ItemResult> {
  const { item, idempotencyKey } = input;
  return change(context, name, { method: 'POST', body: item, idempotencyKey });
}

/** Replaces an item as a whole. */
export function replaceItem(context: GatewayContext, name: string, input: ReplaceArgs): Promise<ItemResult> {
  const { id, item, ifMatch, idempotencyKey } = input;
  return change(context, name, { method: 'PUT', id, body: item, ifMatch, idempotencyKey });
}

/** Deletes an item. */
export function deleteItem(context: GatewayContext, name: string, input: DeleteArgs): Promise<ItemResult> {
  const { id, ifMatch, idempotencyKey } = input;
  return change(context, name, { method: 'DELETE', id, ifMatch, idempotencyKey });
}

async function change(
  { shop, shopApi, caller }: GatewayContext,
  name: string,
  { method, id, body, ifMatch, idempotencyKey }: Change,
): Promise<ItemResult> {
  const collections = shop?.feed.view.collections;
  const collection = collections?.get(name);
  if (!collections || !collection) {
    const message = `There is no collection ${name.slice(0, 64)}.`;
    return { id: null, item: null, errors: [{ code: 'NOT_FOUND', message }] };
  }
  const { principal, traceparent, audited } = caller;
  const answer: ItemAnswer = await shopApi.change({
    method,
    collection: name,
    ...(id === undefined ? {} : { id }),
    body,
    principal,
    traceparent,
    address: audited.address,
    idempotencyKey: idempotencyKey ?? undefined,
    ifMatch: ifMatch ?? undefined,
  });
  const { item, errors } = answer;
  // As the shop returned it: the view here may not have it yet.
  const source = item && { collection, id: item.id, item, readable: readableBy(principal, collections) };
  return { id: answer.id ?? null, item: source ?? null, errors };
}

/** Mutations of items of any collection. Every change goes through the shop. */
export const shopMutations = {
  createItem: (_root, { input }, context) => createItem(context, input.collection, input),
  replaceItem: (_root, { input }, context) => replaceItem(context, input.collection, input),
  deleteItem: (_root, { input }, context) => deleteItem(context, input.collection, input),
} satisfies MutationResolvers;

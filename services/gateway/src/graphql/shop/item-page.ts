import { maxIdLength } from '@cupcakery/collections/contracts/item';
import type { Collection } from '@cupcakery/collections/file/collection-file';
import { z } from 'zod';
import type { ShopFeed } from '../../log/shop/shop-feed.ts';
import type { ItemSource, Readable } from '../context/sources.ts';
import { checkedCount } from '../request/checked-count.ts';
import { requestError } from '../request/errors.ts';

/** A page as GraphQL's connections have it. */
export type ItemPage = {
  edges: { cursor: string; node: ItemSource }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number | null;
  changesAfter: string;
};

export type PageArgs = { first: number | null; after?: string | null };

const maxPage = 200;
const maxQuery = 200;
const keyShape = z.tuple([z.string().max(maxIdLength)]);

/**
 * A page of a collection, sorted by id: of the items with words that begin as those of `q`, or that refer to an item.
 * @throws GraphQLError BAD_REQUEST for arguments that do not fit
 */
export function itemPage(
  feed: ShopFeed,
  collection: Collection,
  readable: Readable,
  { q, of, ...args }: PageArgs & { q?: string | null; of?: { field: string; id: string } | null },
): ItemPage {
  const query = { first: checkedCount(args.first, maxPage), after: idFrom(args.after) };
  const table = feed.view.table(collection.name);
  const source = (item: ItemSource['item'], id: string): ItemSource => ({ collection, id, item, readable });
  if (of) {
    if (q != null) throw requestError('BAD_REQUEST', '`q` and `of` cannot be combined.');
    checkReference(collection, of.field);
    const { items, more } = feed.view.referring(collection.name, of.field, of.id, query);
    const nodes = items.map((item) => source(item, item.id));
    return pageOf(feed, nodes, more, feed.view.countReferring(collection.name, of.field, of.id));
  }
  if (q != null && q.length > maxQuery)
    throw requestError('BAD_REQUEST', `\`q\` has at most ${maxQuery} characters.`);
  const { items, more } = table.list({ ...query, q: q ?? undefined });
  const nodes = items.map((item) => source(item, item.id));
  return pageOf(feed, nodes, more, q == null ? table.size : null);
}

function pageOf(
  feed: ShopFeed,
  nodes: ItemSource[],
  hasNextPage: boolean,
  totalCount: number | null,
): ItemPage {
  const edges = nodes.map((node) => ({ cursor: cursorOf(node.id), node }));
  return {
    edges,
    pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount,
    changesAfter: feed.cursor(),
  };
}

function checkReference({ name, references }: Collection, field: string): void {
  if (Object.hasOwn(references, field)) return;
  const known = Object.keys(references).join(', ') || 'none';
  throw requestError('BAD_REQUEST', `${field.slice(0, 64)} is no reference of ${name}; there are: ${known}.`);
}

const cursorOf = (id: string) => Buffer.from(JSON.stringify([id])).toString('base64url');

function idFrom(text: string | null | undefined): string | undefined {
  if (text == null) return undefined;
  try {
    const [id] = keyShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return id;
  } catch {
    throw requestError('BAD_REQUEST', '`after` must be a cursor of an earlier page.');
  }
}

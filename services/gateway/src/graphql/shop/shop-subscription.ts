import type { ShopView } from '@cupcakery/collections/views/shop-view';
import type { StreamPayload } from '../../fanout/payload.ts';
import { partsOf, type ShopEntry } from '../../log/shop/shop-entry.ts';
import { entriesOf, shopSelection } from '../../selection/shop-selection.ts';
import type { GatewayContext } from '../context/context.ts';
import type { ItemSource, Readable, ShopPayloadSource } from '../context/sources.ts';
import type { SubscriptionResolvers } from '../generated/resolvers.ts';
import { openSubscription } from '../operations/subscriptions.ts';
import { requestError } from '../request/errors.ts';
import { unreadableIn } from './field-reads.ts';
import { collectionOf, readableBy, shopOrThrow, unreadable } from './readable.ts';
import { touchedItems } from './touched-items.ts';

const maxCollections = 100;

/** A payload as its subscribers may see it. */
type ShownPayload = Omit<StreamPayload<unknown>, 'items'> & Pick<ShopPayloadSource, 'items' | 'touched'>;

/** `shop`: items of collections, as they are and as they change. */
export const shopSubscription = {
  shop: {
    subscribe(_root, { collections, after }, context, info) {
      const live = shopOrThrow(context.shop);
      const { view } = live.feed;
      const readable = readableBy(context.caller.principal, view.collections);
      const wanted = wantedOf(context, collections ?? undefined, readable);
      // Once now: the fields of payloads have no caller, and each payload would have the same errors.
      const forbidden = unreadableIn(info, readable);
      if (forbidden !== undefined) collectionOf(context, forbidden);
      const candidates = () => entriesOf(view, wanted);
      const selection = shopSelection(wanted, readable);
      const shown = ({ items, ...payload }: StreamPayload<ShopEntry>): ShownPayload => ({
        ...payload,
        items: items.map((entry) => sourceOf(view, readable, entry)),
        touched: () =>
          payload.kind === 'SNAPSHOT' ? [] : touchedItems(view, readable, [...items, ...payload.gone]),
      });
      return openSubscription({ name: 'shop', live, selection, candidates, shown, after }, context, info);
    },
    resolve: ({ removed, ...payload }: ShownPayload): ShopPayloadSource => ({
      ...payload,
      removed: removed.map(partsOf),
    }),
  },
} satisfies SubscriptionResolvers;

/**
 * The collections that are asked for.
 * @throws GraphQLError NOT_FOUND, FORBIDDEN, BAD_REQUEST
 */
function wantedOf(
  context: GatewayContext,
  names: readonly string[] | undefined,
  readable: Readable,
): Readable {
  if (!names) {
    if (readable.size === 0) throw unreadable(undefined);
    return readable;
  }
  if (names.length > maxCollections)
    throw requestError('BAD_REQUEST', `At most ${maxCollections} collections.`);
  for (const name of names) collectionOf(context, name);
  return new Set(names);
}

function sourceOf(view: ShopView, readable: Readable, { collection, id, item }: ShopEntry): ItemSource {
  return { collection: view.table(collection).collection, id, item, readable };
}

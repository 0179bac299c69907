import type { ShopEntry } from '../log/shop/shop-entry.ts';
import type { ShopFeed } from '../log/shop/shop-feed.ts';
import type { LiveFeed } from './live-feed.ts';

/** The items of all collections as of now, and the streams of their subscribers. */
export type LiveShop = LiveFeed<ShopEntry, ShopFeed>;

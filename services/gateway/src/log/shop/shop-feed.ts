import { type ItemChange, readItemRecord } from '@cupcakery/collections/contracts/record';
import type { Collection } from '@cupcakery/collections/file/collection-file';
import type { Collections } from '@cupcakery/collections/file/collection-files';
import { ShopView } from '@cupcakery/collections/views/shop-view';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Change } from '../change.ts';
import { createFeed, type Feed, type FeedOptions } from '../feed.ts';
import { entryId, type ShopEntry } from './shop-entry.ts';

/** All collections as of now, and the stream of their changes: one feed, since joins span collections. */
export type ShopFeed = Feed<ShopEntry> & {
  readonly view: ShopView;
  /** To be called once all that was in the log at the start was ingested. */
  complete(): void;
};

/** Called with a record that could not be read and was left out. */
export type OnUnreadable = (record: KafkaRecord, error: unknown) => void;

export type ShopFeedOptions = Pick<
  FeedOptions<ShopEntry>,
  'origin' | 'begin' | 'ringSize' | 'resumeWindowMs' | 'now'
> & { collections: Collections; onUnreadable: OnUnreadable };

/** Records of the n-th collection have the partition n. */
export function createShopFeed(options: ShopFeedOptions): ShopFeed {
  const { collections, onUnreadable, ...common } = options;
  const view = new ShopView(collections);
  const read = itemReader(collections, onUnreadable);
  let isComplete = false;

  function changeOf(record: KafkaRecord): Change<ShopEntry> | undefined {
    const change = read(record);
    if (!change) return undefined;
    const { name, id, item } = change;
    const before = view.table(name).get(id);
    view.change(name, change);
    // At the start compaction may hide what was there.
    if (before || !isComplete) return shopChange(record, change, before ?? 'unknown');
    // Nothing there to remove, such as by the tombstone behind a remove.
    return item && shopChange(record, change, undefined);
  }

  return {
    ...createFeed<ShopEntry>({ ...common, changeOf, expire: () => {} }),
    view,
    complete() {
      isComplete = true;
    },
  };
}

/** The change of a record that is read again, of which nothing from before is known; undefined when it has none. */
export function replayedShopChange(
  collections: Collections,
  onUnreadable: OnUnreadable,
): (record: KafkaRecord) => Change<ShopEntry> | undefined {
  const read = itemReader(collections, onUnreadable);
  return (record) => {
    const change = read(record);
    return change && shopChange(record, change, 'unknown');
  };
}

type NamedChange = ItemChange & { name: string };

/** What a record says of an item; undefined when that cannot be read. */
function itemReader(
  collections: Collections,
  onUnreadable: OnUnreadable,
): (record: KafkaRecord) => NamedChange | undefined {
  const all: readonly Collection[] = [...collections.values()];
  return (record) => {
    const collection = all[record.partition];
    if (!collection) return undefined;
    try {
      return { ...readItemRecord(collection, record), name: collection.name };
    } catch (error) {
      onUnreadable(record, error);
      return undefined;
    }
  };
}

function shopChange(
  { partition, offset, timestamp, value }: KafkaRecord,
  { name, id, item }: NamedChange,
  before: ShopEntry['before'],
): Change<ShopEntry> {
  const collection = name;
  return {
    partition,
    offset,
    timestamp,
    id: entryId(name, id),
    before: typeof before === 'object' ? { collection, id, item: before, before: undefined } : before,
    after: { collection, id, item, before },
    bytes: value?.length ?? 0,
  };
}

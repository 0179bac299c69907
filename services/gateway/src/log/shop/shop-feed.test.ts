import type { Item } from '@cupcakery/collections/contracts/item';
import { shopTopicsOf } from '@cupcakery/collections/contracts/topics';
import { parseCollections } from '@cupcakery/collections/file/collection-files';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { expect, test } from 'vitest';
import { shortcomingsOf } from './resume-window.ts';
import { entryId, partsOf, type ShopEntry } from './shop-entry.ts';
import { createShopFeed } from './shop-feed.ts';

const file = (name: string) =>
  `name: ${name}\ntitle: T\ntopic: bus.${name}\nwriters: [keeper]\nschema: { type: object, properties: { id: { type: string }, price: { type: number, format: money } } }\n`;
const collections = parseCollections(['teas', 'pots'].map((name) => ({ name, text: file(name) })));

function shopFeed() {
  const unreadable: number[] = [];
  const feed = createShopFeed({
    collections,
    origin: 'ab'.repeat(8),
    begin: [0, 0],
    ringSize: 10,
    resumeWindowMs: 0,
    now: () => 0,
    onUnreadable: ({ offset }) => unreadable.push(offset),
  });
  let offset = 0;
  /** Ingests one record; returns the change that it made. */
  function ingest(partition: number, key: string | null, value: object | string | null) {
    const text = value === null || typeof value === 'string' ? value : JSON.stringify(value);
    const record: KafkaRecord = {
      topic: '',
      partition,
      offset,
      timestamp: 0,
      key,
      value: text === null ? null : Buffer.from(text),
      headers: Buffer.alloc(0),
    };
    offset += 1;
    const { next } = feed.ring;
    feed.ingest(partition, [record]);
    const change = feed.ring.get(next);
    return change && { id: change.id, before: change.before, after: change.after };
  }
  return { feed, ingest, unreadable };
}
const set = (payload: object) => ({ eventType: 'set', payload });
const remove = { eventType: 'remove' };

const entry = (item: Item | undefined, before: ShopEntry['before']): ShopEntry => {
  return { collection: 'pots', id: 'a', item, before };
};

test('a record is a change of an item of its collection, with what that was before', () => {
  const { feed, ingest } = shopFeed();
  feed.complete();
  const [first, second] = [
    { id: 'a', price: 1 },
    { id: 'a', price: 2 },
  ];
  const change = { id: 'pots/a' };
  expect(ingest(1, 'a', set({ price: 1 }))).toEqual({
    ...change,
    before: undefined,
    after: entry(first, undefined),
  });
  expect(ingest(1, 'a', set(second))).toEqual({
    ...change,
    before: entry(first, undefined),
    after: entry(second, first),
  });
  expect(feed.view.table('teas').size).toBe(0);
  expect(ingest(1, 'a', remove)).toEqual({
    ...change,
    before: entry(second, undefined),
    after: entry(undefined, second),
  });
  expect(feed.view.table('pots').size).toBe(0);
});

test('while the log is read for the first time, compaction may hide what was there before', () => {
  const { feed, ingest } = shopFeed();
  expect(ingest(1, 'a', null)).toMatchObject({ before: 'unknown', after: entry(undefined, 'unknown') });
  expect(ingest(1, 'a', set({}))).toMatchObject({ before: 'unknown', after: entry({ id: 'a' }, 'unknown') });
  expect(ingest(1, 'a', null)).toMatchObject({ before: entry({ id: 'a' }, undefined) });
  feed.complete();
  expect(ingest(1, 'a', null)).toBeUndefined();
  expect(ingest(1, 'b', remove)).toBeUndefined();
});

test.each([
  ['no JSON', 'a', '{'],
  ['no record of the bus', 'a', { price: 1 }],
  ['no money', 'a', set({ price: 1.001 })],
  ['another id than its key', 'a', set({ id: 'b' })],
  ['no key', null, set({ id: 'a' })],
])('a record with %s is left out, and the next one is not', (_what, key, value) => {
  const { feed, ingest, unreadable } = shopFeed();
  expect(ingest(0, key, value)).toBeUndefined();
  expect(unreadable).toEqual([0]);
  expect(ingest(0, 'a', set({ price: 3 }))).toMatchObject({ id: 'teas/a' });
  expect(feed.offsets).toEqual([2, 0]);
});

test('an id may have slashes', () => {
  expect(partsOf(entryId('pots', 'a/b'))).toEqual({ collection: 'pots', id: 'a/b' });
});

test('the topics of the shop itself keep what is needed to resume, and those of others may not', () => {
  for (const name of ['bus.teas', 'bus.pots']) {
    const config = shopTopicsOf(collections).find((topic) => topic.name === name)?.config;
    expect(shortcomingsOf(config)).toEqual([]);
    expect(shortcomingsOf({ ...config, 'min.compaction.lag.ms': '0' })).toHaveLength(1);
    expect(shortcomingsOf({ ...config, 'cleanup.policy': 'delete' })).toHaveLength(1);
    expect(shortcomingsOf({ ...config, 'cleanup.policy': 'compact,delete' })).toEqual([]);
  }
  expect(shortcomingsOf(undefined)).toHaveLength(1);
  expect(shortcomingsOf({ 'cleanup.policy': 'compact' })).toHaveLength(2);
});

import { describe, expect, it } from 'vitest';
import type { ShopCommand } from '../contracts/command.ts';
import { etagOf, type Item } from '../contracts/item.ts';
import { shopCollections } from '../testing/shop.ts';
import { decide } from './decide.ts';
import { recordsOf } from './effects.ts';
import { ShopBatch, ShopState } from './shop-state.ts';

const collections = shopCollections();
const now = '2026-03-02T09:00:00.000Z';
const butter = { id: 'b', name: 'Butter', price: 1.5 };
const ann = { id: 'ann', firstName: 'Ann', lastName: 'Baker' };
const purchase = { id: 'p', productId: 'b', customerId: 'ann', total: 3, transactionDate: now };
const base = { id: 'c1', actor: { sub: 'sue' } };
const create = (collection: string, item: Item, more: object = {}): ShopCommand => ({
  type: 'create',
  ...base,
  collection,
  item,
  ...more,
});
const replace = (item: Item, more: object = {}): ShopCommand => ({
  type: 'replace',
  ...base,
  collection: 'products',
  item,
  ...more,
});
const remove = (itemId: string, more: object = {}): ShopCommand => ({
  type: 'delete',
  ...base,
  collection: 'products',
  itemId,
  ...more,
});

/** Decides commands one after the other in one batch, on a shop with these products. */
function given(...products: Item[]) {
  const state = new ShopState(collections);
  for (const item of products) state.set('products', item.id, item);
  const batch = new ShopBatch(state);
  const when = (command: ShopCommand) => {
    const outcome = decide({ collections, maxItems: 3 }, batch, command, now);
    if (outcome.change) batch.changed(outcome.change);
    if (outcome.log) batch.answered(command.id, outcome.log);
    return outcome;
  };
  return { state, batch, when };
}

describe('what the decider answers', () => {
  it('create: the item; of an id that is taken EXISTS', () => {
    const { when } = given();
    expect(when(create('products', butter))).toMatchObject({
      reply: { id: 'c1', item: butter },
      change: { id: 'b' },
    });
    expect(when(create('products', butter)).reply.code).toBe('EXISTS');
  });

  it('create: FULL when there are as many as there may be, also within a batch', () => {
    const { when, batch } = given(butter, { ...butter, id: 'c' });
    when(create('products', { ...butter, id: 'd' }));
    expect(when(create('products', { ...butter, id: 'e' })).reply.code).toBe('FULL');
    expect(when(replace({ ...butter, price: 2 })).reply.code).toBeUndefined();
    when(remove('b'));
    expect(batch.countOf('products')).toBe(2);
    expect(when(create('products', { ...butter, id: 'e' })).reply.code).toBeUndefined();
  });

  it('create with an id of the key that exists: done by an earlier one, whose answer is no longer known', () => {
    const outcome = given(butter).when(create('products', butter, { idOfKey: true }));
    expect(outcome).toEqual({ reply: { id: 'c1', replayed: true } });
  });

  it('replace and delete: NOT_FOUND of what there is not', () => {
    const { when } = given();
    expect(when(replace(butter)).reply).toMatchObject({ code: 'NOT_FOUND', message: 'there is no b' });
    expect(when(remove('b')).reply.code).toBe('NOT_FOUND');
  });

  it('replace and delete: STALE unless the item has one of the ETags', () => {
    const { when } = given(butter);
    const etag = etagOf(butter);
    expect(when(replace({ ...butter, name: 'Oil' }, { ifMatch: ['old'] })).reply.code).toBe('STALE');
    expect(when(remove('b', { ifMatch: [] })).reply.code).toBe('STALE');
    expect(when(replace({ ...butter, name: 'Oil' }, { ifMatch: ['old', etag] })).reply.code).toBeUndefined();
    expect(when(replace({ ...butter, name: 'Fat' }, { ifMatch: [etag] })).reply.code).toBe('STALE');
    expect(when(remove('b', { ifMatch: '*' })).reply.code).toBeUndefined();
    expect(when(remove('b')).reply.code).toBe('NOT_FOUND');
  });

  it('create and replace: UNKNOWN_REFERENCE naming each', () => {
    const { when } = given(butter);
    const { reply } = when(create('purchases', { ...purchase, productId: 'x' }));
    expect(reply).toMatchObject({
      code: 'UNKNOWN_REFERENCE',
      message: 'there is no x in products; there is no ann in customers',
      errors: [
        { field: '/productId', detail: 'there is no x in products' },
        { field: '/customerId', detail: 'there is no ann in customers' },
      ],
    });
    when(create('customers', ann));
    expect(when(create('purchases', purchase)).reply.code).toBeUndefined();
    expect(when(remove('b')).reply.code).toBeUndefined();
  });

  it('a repeat with its key: the first answer and no change, whatever happened since', () => {
    const { when } = given(butter);
    const first = when(replace({ ...butter, price: 2 }, { bodyHash: 'h' }));
    when(remove('b', { id: 'c2' }));
    expect(when(replace({ ...butter, price: 2 }, { bodyHash: 'h' }))).toEqual({
      reply: { ...first.reply, replayed: true },
    });
    expect(when(replace({ ...butter, price: 3 }, { bodyHash: 'other' })).reply.code).toBe('KEY_REUSED');
  });

  it('a repeat of a refusal: the refusal', () => {
    const { when } = given();
    when(replace(butter, { bodyHash: 'h' }));
    when(create('products', butter, { id: 'c2' }));
    expect(when(replace(butter, { bodyHash: 'h' })).reply).toMatchObject({
      code: 'NOT_FOUND',
      replayed: true,
    });
  });

  it('a collection that is in no file: UNKNOWN_COLLECTION', () => {
    expect(given().when(create('suppliers', { id: 's' })).reply.code).toBe('UNKNOWN_COLLECTION');
  });
});

describe('the records of a command', () => {
  it('of a delete are the event and its tombstone, which nothing may separate', () => {
    const command = remove('b');
    const records = recordsOf(command, given(butter).when(command), now);
    expect(
      records.map(({ topic, key, value, withPrevious }) => ({ topic, key, value, withPrevious })),
    ).toEqual([
      { topic: 'eventbus.products', key: 'b', value: '{"eventType":"remove","payload":{"id":"b"}}' },
      { topic: 'eventbus.products', key: 'b', value: null, withPrevious: true },
      { topic: 'shop.replies', key: 'c1', value: '{"id":"c1"}' },
    ]);
  });

  it('of a command with a key include its answer', () => {
    const command = create('products', butter, { bodyHash: 'h' });
    const topics = recordsOf(command, given().when(command), now).map(({ topic }) => topic);
    expect(topics).toEqual(['eventbus.products', 'shop.command-log', 'shop.replies']);
  });
});

it('decisions count only when they are written', () => {
  const { state, batch, when } = given();
  when(create('products', butter, { bodyHash: 'h' }));
  expect([state.etagOf('products', 'b'), state.answerTo('c1')]).toEqual([undefined, undefined]);
  batch.store();
  expect(state.etagOf('products', 'b')).toBe(etagOf(butter));
  expect(state.answerTo('c1')?.reply.item).toEqual(butter);
});

import { describe, expect, it } from 'vitest';
import { productsFile } from '../testing/shop.ts';
import { etagOf } from './item.ts';
import { readItemRecord, removeValue, setValue } from './record.ts';

const products = productsFile();
const read = (key: string | null, value: unknown) =>
  readItemRecord(products, { key, value: value === null ? null : Buffer.from(JSON.stringify(value)) });
const butter = { id: 'b', name: 'Butter', price: 1.5 };

describe('a record of a collection', () => {
  it('sets an item, also one with fields that the schema does not know', () => {
    expect(read('b', { eventType: 'set', payload: butter })).toEqual({ id: 'b', item: butter });
    const more = { ...butter, colour: 'yellow' };
    expect(read('b', { eventType: 'set', payload: more, at: 'noon' }).item).toEqual(more);
  });

  it('has the id of its key where the payload leaves it out', () => {
    expect(read('b', { eventType: 'set', payload: { name: 'Butter' } }).item).toEqual({
      id: 'b',
      name: 'Butter',
    });
  });

  it('has its id as a text, also where the payload has a number', () => {
    expect(read('1', { eventType: 'set', payload: { ...butter, id: 1 } }).item).toEqual({
      ...butter,
      id: '1',
    });
  });

  it('removes an item, by an event or as a tombstone', () => {
    expect(read('b', { eventType: 'remove', payload: butter })).toEqual({ id: 'b', item: undefined });
    expect(read('b', { eventType: 'remove' })).toEqual({ id: 'b', item: undefined });
    expect(read('b', null)).toEqual({ id: 'b', item: undefined });
  });

  it('is read as it was written', () => {
    expect(readItemRecord(products, { key: 'b', value: setValue(butter) }).item).toEqual(butter);
    expect(readItemRecord(products, { key: 'b', value: removeValue('b') }).item).toBeUndefined();
  });

  it.each([
    ['without a key', null, { eventType: 'set', payload: butter }, 'key: '],
    ['of another event', 'b', { eventType: 'update', payload: butter }, 'eventType'],
    ['without a payload', 'b', { eventType: 'set' }, 'payload'],
    [
      'with the id of another',
      'b',
      { eventType: 'set', payload: { ...butter, id: 'c' } },
      'payload.id: is "c", the key is b',
    ],
    [
      'with a price that is none',
      'b',
      { eventType: 'set', payload: { ...butter, price: 'dear' } },
      'payload/price: must be',
    ],
    [
      'with a key that is no text for people',
      'a\nb',
      { eventType: 'set', payload: {} },
      'key: must not contain control characters',
    ],
  ])('%s cannot be read, with the reason', (_what, key, value, reason) => {
    expect(() => read(key, value)).toThrow(reason);
  });

  it('that is no JSON cannot be read', () => {
    expect(() => readItemRecord(products, { key: 'b', value: '{' })).toThrow('not JSON');
  });
});

it('items that mean the same have the same ETag, others another', () => {
  expect(etagOf({ price: 1.5, name: 'Butter', id: 'b' })).toBe(etagOf({ ...butter, price: Number('1.50') }));
  expect(etagOf({ ...butter, price: 1.51 })).not.toBe(etagOf(butter));
});

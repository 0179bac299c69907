import { describe, expect, it } from 'vitest';
import { defaultFiles, productsFile, textOf } from '../testing/shop.ts';
import { parseCollection } from './collection-file.ts';
import { parseCollections } from './collection-files.ts';

const yaml = (more = '', properties = '') => `
name: things
title: Things
topic: eventbus.things
writers: [shopkeeper]
schema: { type: object, properties: { id: { type: string }${properties && `, ${properties}`} } }
${more}`;
const failure = (text: string) => {
  try {
    parseCollection(text, 'things.yaml');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'no failure';
};

describe('a collection file', () => {
  it('of the default ones can be used, and knows its money and its texts', () => {
    const products = productsFile();
    expect(products).toMatchObject({ name: 'products', topic: 'eventbus.products', partitions: 1 });
    expect([...products.money]).toEqual(['price']);
    expect([...products.searchable]).toEqual(['name', 'description', 'picture']);
  });

  it.each([
    ['an unknown key', yaml('sort: id'), 'things.yaml: (top): Unrecognized key: "sort"'],
    ['no YAML', 'name: [', 'things.yaml: (top): Flow sequence'],
    ['two partitions', yaml('partitions: 2'), 'things.yaml: partitions: there is one partition'],
    ['an address of something else', yaml().replace('name: things', 'name: orders'), 'name: orders is taken'],
    ['a topic of the shop', yaml().replace('eventbus.things', 'shop.replies'), 'topic: shop.replies may be'],
    [
      'no id',
      yaml().replace('id: { type: string }', ''),
      'schema.properties.id: must be there, of type string',
    ],
    ['a schema of no object', yaml().replace('type: object', 'type: array'), 'schema: must be a JSON Schema'],
    [
      'an unknown keyword',
      yaml('', 'a: { type: string, colour: red }'),
      'schema: strict mode: unknown keyword',
    ],
    [
      'money as a text',
      yaml('', 'a: { type: string, format: money }'),
      'schema.properties.a.type: must be number',
    ],
    [
      'a pattern without bounds',
      yaml('', "a: { type: string, pattern: '(?<=b)a' }"),
      '/properties/a/pattern: the pattern',
    ],
    [
      'a reference that is no text',
      yaml('references: { a: others }', 'a: { type: number }'),
      'references.a: a must be a field',
    ],
    [
      'a reference that is no field',
      yaml('references: { a: others }'),
      'references.a: a must be a field of type string',
    ],
    [
      'a computed field that exists',
      yaml('computed: { a: { of: others, by: b, count: true } }', 'a: { type: number }'),
      'computed.a: a is a field',
    ],
    [
      'nothing computed',
      yaml('computed: { a: { of: others, by: b } }'),
      'computed.a: needs one of count, sum and distinct',
    ],
  ])('with %s is refused with file, path and reason', (_what, text, message) => {
    expect(failure(text)).toContain(message);
  });

  it('lets through what fits, and says of each field what does not', () => {
    const { check } = productsFile();
    expect(check({ name: 'Butter', price: 1.5 })).toEqual([]);
    expect(check({ id: 'b', name: 'Butter', price: 19.99, description: 'x', picture: '🧈' })).toEqual([]);
    expect(check({ name: '', price: 1.005, colour: 'red' })).toEqual([
      { field: '/colour', detail: 'is not a known field' },
      { field: '/name', detail: 'must NOT have fewer than 1 characters' },
      { field: '/price', detail: 'must be an amount with at most two decimals' },
    ]);
    expect(check({ name: 'Butter', price: '1.5' })).toEqual([{ field: '/price', detail: 'must be number' }]);
  });

  it('reads what others wrote when only the types fit', () => {
    const { checkReadable } = productsFile();
    expect(checkReadable({ id: 'b', colour: 'red', name: null })).toEqual([]);
    expect(checkReadable({ price: -3, name: 'x'.repeat(1000) })).toEqual([]);
    expect(checkReadable({ price: 'three' })).not.toEqual([]);
    expect(checkReadable({ price: 1.005 })).not.toEqual([]);
  });
});

describe('several collection files', () => {
  const purchases = textOf('purchases');
  const others = defaultFiles().filter(({ name }) => name !== 'purchases.yaml');
  const failureOf = (files: { name: string; text: string }[]) => {
    try {
      parseCollections(files);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return 'no failure';
  };

  it('may refer to each other in a ring, and to themselves', () => {
    const a = yaml('references: { b: others, a: things }', 'b: { type: string }, a: { type: string }');
    const b = yaml('references: { b: things }', 'b: { type: string }').replaceAll('things', 'others');
    const text = b.replace('{ b: others }', '{ b: things }');
    expect([
      ...parseCollections([
        { name: 'a.yaml', text: a },
        { name: 'b.yaml', text },
      ]).keys(),
    ]).toEqual(['things', 'others']);
  });

  it.each([
    [
      'a reference that leads nowhere',
      { name: 'p.yaml', text: purchases.replace('productId: products', 'productId: goods') },
      'p.yaml: references.productId: there is no collection goods, only',
    ],
    [
      'a name twice',
      { name: 'p.yaml', text: textOf('products') },
      'p.yaml: name: another file describes products already',
    ],
    [
      'a topic twice',
      { name: 'p.yaml', text: purchases.replace('eventbus.purchases', 'eventbus.products') },
      'p.yaml: topic: eventbus.products belongs to products already',
    ],
    [
      'a sum of what is no money',
      { name: 'p.yaml', text: purchases.replace('format: money, ', '') },
      'products.yaml: computed.totalSpent.sum: total of purchases must have format money',
    ],
  ])('with %s are refused with file, path and reason', (_what, file, message) => {
    expect(failureOf([...others, file])).toContain(message);
  });

  it('are refused without the collection that one of them counts', () => {
    expect(failureOf(others)).toContain(
      'products.yaml: computed.purchaseCount.of: there is no collection purchases',
    );
  });
});

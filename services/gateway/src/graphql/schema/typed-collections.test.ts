import { type Collections, parseCollections } from '@cupcakery/collections/file/collection-files';
import { shopCollections } from '@cupcakery/collections/testing/shop';
import { expect, test } from 'vitest';
import { singularOf } from '../typed/collection-names.ts';
import { printedTypes } from './testing/printed-types.ts';

const typesWith = (collections: Collections, ...names: string[]) =>
  printedTypes({ workflows: [], collections }, ...names);

const file = (name: string, more: object = {}) => ({
  name: `${name}.yaml`,
  text: JSON.stringify({
    name,
    title: name,
    topic: `bus.${name}`,
    writers: ['keeper'],
    schema: { type: 'object', properties: { id: { type: 'string' } } },
    ...more,
  }),
});
const string = { type: 'string' };

test('an item has the fields of its schema, what is computed for it, and joins both ways', () => {
  expect(typesWith(shopCollections(), 'Product', 'Purchase')).toBe(`"""
An item of the collection Products. All but its id is null once it is \`deleted\`.
"""
type Product {
  id: ID!
  deleted: Boolean!
  etag: String

  """Name"""
  name: String

  """Price"""
  price: Float

  """Description"""
  description: String

  """An emoji"""
  picture: String
  purchaseCount: Int
  customerCount: Int
  totalSpent: Float
  purchases(first: Int = 50, after: String): PurchaseConnection
}

"""
An item of the collection Purchases. All but its id is null once it is \`deleted\`.
"""
type Purchase {
  id: ID!
  deleted: Boolean!
  etag: String

  """Product"""
  productId: String

  """Customer"""
  customerId: String

  """Total"""
  total: Float

  """Date"""
  transactionDate: String
  product: Product
  customer: Customer
}`);
});

test('fields that a name is taken for already get a number, and two references of a collection their fields’ names', () => {
  const collections = parseCollections([
    file('people'),
    file('gifts', {
      schema: {
        type: 'object',
        properties: { id: string, etag: string, giverId: string, giver: string, takerId: string },
      },
      references: { giverId: 'people', takerId: 'people' },
    }),
  ]);
  const text = typesWith(collections, 'Gift', 'PeopleItem');
  expect(text).toContain('  etag_2: String\n');
  expect(text).toContain('  giver: String\n');
  expect(text).toContain('  giver_2: PeopleItem\n  taker: PeopleItem\n');
  expect(text).toContain('giftsByGiverId(first');
  expect(text).toContain('giftsByTakerId(first');
});

test('a schema that GraphQL cannot type is JSON', () => {
  const properties = { id: string, 'with-dash': string };
  const collections = parseCollections([file('odds', { schema: { type: 'object', properties } })]);
  expect(typesWith(collections, 'Odd')).toContain('  fields: JSON\n');
});

test.each([['workflows'], ['shop-items'], ['ids']])(
  'a collection %s would need a name of the schema itself, which prevents the start',
  (name) => {
    expect(() => typesWith(parseCollections([file(name)]))).toThrow(
      new RegExp(`collection ${name} needs the GraphQL name \\w+, which .*: rename it`),
    );
  },
);

test.each([
  ['products', 'product'],
  ['purchases', 'purchase'],
  ['categories', 'category'],
  ['addresses', 'address'],
  ['boxes', 'box'],
  ['staff', 'staffItem'],
  ['status', 'statusItem'],
])('one of the %s is a %s', (many, one) => {
  expect(singularOf(many)).toBe(one);
});

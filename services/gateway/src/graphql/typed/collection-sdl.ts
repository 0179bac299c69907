import type { ItemField } from './collection-fields.ts';
import type { CollectionNames } from './collection-names.ts';
import type { Shape } from './details-shape.ts';
import {
  block,
  enumsSdl,
  fieldSdl,
  inputSdl,
  inputType,
  objectsIn,
  outputType,
  textSdl,
  typeSdl,
} from './shape-sdl.ts';

/**
 * The schema's text for one collection: its items with their fields and joins, and what reads and changes them.
 * @param all names of all collections, by collection
 */
export function collectionSdl(options: {
  title: string;
  names: CollectionNames;
  all: ReadonlyMap<string, CollectionNames>;
  shape: Shape;
  fields: readonly ItemField[];
}): string {
  const { title, names, all, shape, fields } = options;
  const nested = objectsIn(shape).filter((one) => one !== shape);
  const page = 'first: Int = 50, after: String';
  return [
    ...nested.map(typeSdl),
    ...objectsIn(shape).map(inputSdl),
    ...enumsSdl(shape),
    `${textSdl(`An item of the collection ${title}. All but its id is null once it is \`deleted\`.`)}\n${block(
      `type ${names.type}`,
      [
        '  id: ID!',
        '  deleted: Boolean!',
        '  etag: String',
        ...fields.map((field) => itemFieldSdl(field, all, page)),
      ],
    )}`,
    block(`type ${names.edge}`, ['  cursor: String!', `  node: ${names.type}!`]),
    block(`type ${names.connection}`, [
      `  edges: [${names.edge}!]!`,
      '  pageInfo: PageInfo!',
      '  totalCount: Int',
      '  changesAfter: Cursor!',
    ]),
    block('extend type ShopItem', [`  ${names.itemField}: ${names.type}`]),
    block('extend type Query', [
      `  ${names.itemField}(id: ID!): ${names.type}`,
      `  ${names.listField}(q: String, ${page}): ${names.connection}!`,
    ]),
    ...changesSdl(names, inputType(shape)),
  ].join('\n');
}

/** The mutations, as those for items of any collection. */
function changesSdl(names: CollectionNames, item: string): string[] {
  const key = '  idempotencyKey: String';
  const ifMatch = '  ifMatch: String';
  return [
    block(`type ${names.result}`, ['  id: ID', `  item: ${names.type}`, '  errors: [UserError!]!']),
    block(`input ${names.createInput}`, [`  item: ${item}!`, key]),
    block(`input ${names.replaceInput}`, ['  id: ID!', `  item: ${item}!`, ifMatch, key]),
    block(`input ${names.deleteInput}`, ['  id: ID!', ifMatch, key]),
    block('extend type Mutation', [
      `  ${names.createField}(input: ${names.createInput}!): ${names.result}!`,
      `  ${names.replaceField}(input: ${names.replaceInput}!): ${names.result}!`,
      `  ${names.deleteField}(input: ${names.deleteInput}!): ${names.result}!`,
    ]),
  ];
}

function itemFieldSdl(field: ItemField, all: ReadonlyMap<string, CollectionNames>, page: string): string {
  switch (field.kind) {
    case 'own':
      return fieldSdl(
        { name: field.name, description: field.field.description },
        outputType(field.field.shape),
      );
    case 'whole':
      return fieldSdl(field, 'JSON');
    case 'computed':
      return fieldSdl(field, field.type);
    case 'reference':
      return fieldSdl(field, all.get(field.to)?.type ?? 'JSON');
    case 'referring':
      return fieldSdl({ name: `${field.name}(${page})` }, all.get(field.from)?.connection ?? 'JSON');
  }
}

import { type ObjectTypeDefinitionNode, print } from 'graphql';
import type { ObjectShape, Shape } from './details-shape.ts';
import type { TypedNames } from './typed-names.ts';

/**
 * The schema's text for one workflow: its order with typed details, and the fields that read and place it.
 * @param order the schema's own `Order`, whose fields the typed one has as well
 */
export function workflowSdl(options: {
  title: string;
  names: TypedNames;
  details: Shape;
  order: ObjectTypeDefinitionNode;
}): string {
  const { title, names, details, order } = options;
  const detailsType = details.kind === 'object' ? details.name : 'JSON';
  const detailsInput = details.kind === 'object' ? details.inputName : 'JSON';
  const fields = (order.fields ?? []).map((field) =>
    field.name.value === 'details' ? `  details: ${detailsType}!` : indented(print(field)),
  );
  return [
    ...objectsIn(details).map((shape) => detailsSdl(shape)),
    ...enumsIn(details).map(({ name, values }) =>
      block(
        `enum ${name}`,
        values.map((v) => `  ${v}`),
      ),
    ),
    `${text(`An order of the workflow ${title}.`)}\n${block(`type ${names.order}`, fields)}`,
    block(`type ${names.edge}`, ['  cursor: String!', `  node: ${names.order}!`]),
    block(`type ${names.connection}`, [
      `  edges: [${names.edge}!]!`,
      '  pageInfo: PageInfo!',
      '  totalCount: Int!',
    ]),
    block(`type ${names.result}`, ['  orderId: ID', `  order: ${names.order}`, '  errors: [UserError!]!']),
    block(`input ${names.input}`, [`  details: ${detailsInput}!`, '  idempotencyKey: String']),
    block('extend type Query', [
      `  ${names.orderField}(id: ID!): ${names.order}`,
      `  ${names.ordersField}(filter: OrderFilter, first: Int = 50, after: String): ${names.connection}!`,
    ]),
    block('extend type Mutation', [`  ${names.placeField}(input: ${names.input}!): ${names.result}!`]),
  ].join('\n');
}

/** Output may lack any field, since orders may be older than the schema of their details; input must have what is required. */
function detailsSdl({ name, inputName, fields }: ObjectShape): string {
  const lines = (typeOf: (field: ObjectShape['fields'][number]) => string) =>
    fields.map(
      (f) => `${f.description === undefined ? '' : `  ${text(f.description)}\n`}  ${f.name}: ${typeOf(f)}`,
    );
  return [
    block(
      `type ${name}`,
      lines(({ shape }) => outputType(shape)),
    ),
    block(
      `input ${inputName}`,
      lines(({ shape, required }) => `${inputType(shape)}${required && !shape.nullable ? '!' : ''}`),
    ),
  ].join('\n');
}

function outputType(shape: Shape): string {
  if (shape.kind === 'list') return `[${outputType(shape.of)}${shape.of.nullable ? '' : '!'}]`;
  return shape.kind === 'scalar' ? shape.type : shape.name;
}

function inputType(shape: Shape): string {
  if (shape.kind === 'list') return `[${inputType(shape.of)}${shape.of.nullable ? '' : '!'}]`;
  if (shape.kind === 'object') return shape.inputName;
  return shape.kind === 'scalar' ? shape.type : shape.name;
}

/** Every object type of a shape, itself included. */
export function objectsIn(shape: Shape): ObjectShape[] {
  if (shape.kind === 'list') return objectsIn(shape.of);
  if (shape.kind !== 'object') return [];
  return [shape, ...shape.fields.flatMap((field) => objectsIn(field.shape))];
}

function enumsIn(shape: Shape): Extract<Shape, { kind: 'enum' }>[] {
  if (shape.kind === 'enum') return [shape];
  if (shape.kind === 'list') return enumsIn(shape.of);
  return shape.kind === 'object' ? shape.fields.flatMap((field) => enumsIn(field.shape)) : [];
}

const block = (head: string, lines: readonly string[]) => `${head} {\n${lines.join('\n')}\n}\n`;
/** A string literal of JSON is one of GraphQL. */
const text = (words: string) => JSON.stringify(words);
const indented = (lines: string) => lines.replaceAll(/^(?=.)/gm, '  ');

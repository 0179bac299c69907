import { type ObjectTypeDefinitionNode, print } from 'graphql';
import type { Shape } from './details-shape.ts';
import {
  block,
  enumsSdl,
  inputSdl,
  inputType,
  objectsIn,
  outputType,
  textSdl,
  typeSdl,
} from './shape-sdl.ts';
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
  const detailsType = outputType(details);
  const detailsInput = inputType(details);
  const fields = (order.fields ?? []).map((field) =>
    field.name.value === 'details' ? `  details: ${detailsType}!` : indented(print(field)),
  );
  return [
    ...objectsIn(details).flatMap((shape) => [typeSdl(shape), inputSdl(shape)]),
    ...enumsSdl(details),
    `${textSdl(`An order of the workflow ${title}.`)}\n${block(`type ${names.order}`, fields)}`,
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

const indented = (lines: string) => lines.replaceAll(/^(?=.)/gm, '  ');

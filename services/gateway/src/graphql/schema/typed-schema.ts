import type { Collections } from '@cupcakery/collections/file/collection-files';
import { isRecord } from '@cupcakery/kit/tools/is-record';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import type { GatewayContext } from '../context/context.ts';
import type { OrderFilter } from '../generated/resolvers.ts';
import { place } from '../operations/mutations.ts';
import { orderById, orderPage } from '../operations/queries.ts';
import { type Shape, shapeOf } from '../typed/details-shape.ts';
import { withoutNulls } from '../typed/fit.ts';
import { objectsIn } from '../typed/shape-sdl.ts';
import { claimNames, namesBeside, type TypedNames, typedNamesOf } from '../typed/typed-names.ts';
import { workflowSdl } from '../typed/workflow-sdl.ts';
import { orderTypes } from '../types/order-types.ts';
import { type Fields, shapeResolvers } from './shape-resolvers.ts';
import { typedCollections } from './typed-collections.ts';

export type TypedSchema = {
  /** The schema's text with what workflows and collections add. */
  sdl: string;
  resolvers: Record<string, Fields>;
};

/** Types of the schema that get further fields. */
const extended: ReadonlySet<string> = new Set(['Query', 'Mutation', 'ShopItem']);

/**
 * What the workflows and collections of this installation add to the schema: orders with typed details, items with typed
 * fields. Subscriptions stay as they are: one stream serves all screens.
 * @throws Error when two of them would need the same name
 */
export function typedSchemaOf(
  { workflows, collections }: { workflows: Iterable<Workflow>; collections?: Collections | undefined },
  sdl: string,
): TypedSchema {
  const document = parse(sdl);
  const taken = new Set<string>();
  let order: ObjectTypeDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    taken.add(definition.name.value);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    if (definition.name.value === 'Order') order = definition;
    if (!extended.has(definition.name.value)) continue;
    for (const field of definition.fields ?? []) taken.add(field.name.value);
  }
  if (!order) throw new Error('the schema has no type Order');

  const all = [...workflows].sort((a, b) => (a.name < b.name ? -1 : 1));
  const wanted = new Map(all.map(({ name }) => [name, typedNamesOf(name)]));
  const claimed = claimNames('workflow', wanted, taken);
  const newName = namesBeside(
    taken,
    [...claimed.values()].map((names) => names.details),
  );
  const parts = [sdl];
  const resolvers: Record<string, Fields> = { Query: {}, Mutation: {} };
  for (const { name, title, details: schema } of all) {
    const names = claimed.get(name);
    if (!names) continue;
    const details = shapeOf({ additionalProperties: false, ...schema }, names.details, newName);
    parts.push(workflowSdl({ title, names, details, order }));
    addResolvers(resolvers, name, names, details);
  }
  for (const part of collections ? typedCollections(collections, taken) : []) {
    parts.push(part.sdl);
    for (const [type, fields] of Object.entries(part.resolvers)) {
      resolvers[type] = { ...resolvers[type], ...fields };
    }
  }
  return { sdl: parts.join('\n'), resolvers };
}

function addResolvers(
  resolvers: Record<string, Fields>,
  workflow: string,
  names: TypedNames,
  details: Shape,
): void {
  resolvers[names.order] = { ...orderTypes.Order };
  Object.assign(resolvers, shapeResolvers(objectsIn(details)));
  type Page = { filter?: OrderFilter | null; first: number | null; after?: string | null };
  Object.assign(resolvers.Query ?? {}, {
    [names.orderField]: (_root: unknown, { id }: { id: string }, context: GatewayContext) =>
      orderById(context, workflow, id),
    [names.ordersField]: (_root: unknown, args: Page, context: GatewayContext) =>
      orderPage(context, { workflow, ...args }),
  });
  type Input = { input: { details: unknown; idempotencyKey?: string | null } };
  Object.assign(resolvers.Mutation ?? {}, {
    [names.placeField]: (_root: unknown, { input }: Input, context: GatewayContext) =>
      place(
        context,
        workflow,
        { details: plain(withoutNulls(details, input.details)) },
        input.idempotencyKey,
      ),
  });
}

/** Inputs come without a prototype; what is forwarded is plain JSON. */
function plain(details: unknown): unknown {
  return isRecord(details) ? { ...details } : details;
}

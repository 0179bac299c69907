import { isRecord } from '@cupcakery/kit/tools/is-record';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import type { GatewayContext } from '../context/context.ts';
import type { OrderFilter } from '../generated/resolvers.ts';
import { place } from '../operations/mutations.ts';
import { orderById, orderPage } from '../operations/queries.ts';
import { type NewName, type Shape, shapeOf } from '../typed/details-shape.ts';
import { valueOrNull, withoutNulls } from '../typed/fit.ts';
import { claimNames, type TypedNames } from '../typed/typed-names.ts';
import { objectsIn, workflowSdl } from '../typed/workflow-sdl.ts';
import { orderTypes } from '../types/order-types.ts';

type Fields = Record<string, unknown>;
export type TypedSchema = {
  /** The schema's text with what the workflows add. */
  sdl: string;
  resolvers: Record<string, Fields>;
};

/**
 * What the workflows of this installation add to the schema: their orders with typed details. Subscriptions
 * stay as they are: one stream serves all screens.
 * @throws Error when two workflows would need the same name
 */
export function typedSchemaOf(workflows: Iterable<Workflow>, sdl: string): TypedSchema {
  const document = parse(sdl);
  const taken = new Set<string>();
  let order: ObjectTypeDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    taken.add(definition.name.value);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    if (definition.name.value === 'Order') order = definition;
    if (definition.name.value !== 'Query' && definition.name.value !== 'Mutation') continue;
    for (const field of definition.fields ?? []) taken.add(field.name.value);
  }
  if (!order) throw new Error('the schema has no type Order');

  const all = [...workflows].sort((a, b) => (a.name < b.name ? -1 : 1));
  const claimed = claimNames(
    all.map((w) => w.name),
    taken,
  );
  for (const names of claimed.values()) for (const name of Object.values(names)) taken.add(name);
  const newName = namesBeside(taken, claimed);
  const parts = [sdl];
  const resolvers: Record<string, Fields> = { Query: {}, Mutation: {} };
  for (const { name, title, details: schema } of all) {
    const names = claimed.get(name);
    if (!names) continue;
    const details = shapeOf({ additionalProperties: false, ...schema }, names.details, newName);
    parts.push(workflowSdl({ title, names, details, order }));
    addResolvers(resolvers, name, names, details);
  }
  return { sdl: parts.join('\n'), resolvers };
}

/** The details of a workflow get the name that was claimed for them; all other types get a free one. */
function namesBeside(taken: Set<string>, claimed: ReadonlyMap<string, TypedNames>): NewName {
  const unused = new Set([...claimed.values()].map((names) => names.details));
  return (preferred) => {
    if (unused.delete(preferred)) return preferred;
    let name = preferred;
    for (let n = 2; taken.has(name); n += 1) name = `${preferred}_${n}`;
    taken.add(name);
    return name;
  };
}

function addResolvers(
  resolvers: Record<string, Fields>,
  workflow: string,
  names: TypedNames,
  details: Shape,
): void {
  resolvers[names.order] = { ...orderTypes.Order };
  for (const shape of objectsIn(details)) {
    resolvers[shape.name] = Object.fromEntries(
      shape.fields.map((field) => [
        field.name,
        (parent: Fields) =>
          valueOrNull(field.shape, Object.hasOwn(parent, field.name) ? parent[field.name] : undefined),
      ]),
    );
  }
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

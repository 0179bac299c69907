import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Above this an operation is refused: a page of 500 tickets with all their fields is below. */
export const maxCost = 50_000;

/** Items assumed for a list without a bound: stages of an order, errors of a result. */
const plainList = 5;
/** Orders assumed for a subscription's payload: later ones hold few, and snapshots have their own bound. */
const payloadList = 100;
/** The largest list that `first` may request; what is out of bounds is refused when it is resolved. */
const largestList = 1000;
/** What a field costs beside its values: a history is read from the log. */
const extra: Record<string, number> = { OrderHistory: 500 };
const enough = Number.MAX_SAFE_INTEGER;

type Operation = {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
};

/**
 * What an operation may cost, estimated before anything is read: 1 a field, times the length of every list above it,
 * which is its argument `first` where it has one. The document must be valid in the schema.
 */
export function costOf({ schema, operation, fragments, variables }: Operation): number {
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const known = new Map<string, number>();

  /** @param list the length of a list among the fields, where the field above determines it */
  function costOfAll({ selections }: SelectionSetNode, type: GraphQLCompositeType, list?: number): number {
    let sum = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) sum += costOfField(selection, type, list);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum += costOfFragment(selection.name.value, list);
      else
        sum += costOfAll(
          selection.selectionSet,
          conditionOf(selection.typeCondition?.name.value, type),
          list,
        );
    }
    return Math.min(sum, enough);
  }

  /** Computed once for each fragment, however often it is spread: nested ones would double and double. */
  function costOfFragment(name: string, list?: number): number {
    const key = `${name}/${list ?? ''}`;
    const present = known.get(key);
    if (present !== undefined) return present;
    known.set(key, 0);
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && isCompositeType(type) ? costOfAll(fragment.selectionSet, type, list) : 0;
    known.set(key, cost);
    return cost;
  }

  function costOfField(node: FieldNode, parent: GraphQLCompositeType, list?: number): number {
    // Introspection is bounded by its depth.
    if (!node.selectionSet || node.name.value.startsWith('__')) return 1;
    const field = isObjectType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !isCompositeType(type)) return 1;
    const first = firstOf(field, node);
    const isList = isListType(getNullableType(field.type));
    const times = isList ? (first ?? list ?? plainList) : 1;
    // A connection or history determines the length of the list in it, as a subscription does for its payload.
    const below = isList
      ? undefined
      : (first ?? (parent === schema.getSubscriptionType() ? payloadList : undefined));
    const own = 1 + (extra[type.name] ?? 0);
    return Math.min(own + times * costOfAll(node.selectionSet, type, below), enough);
  }

  function firstOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number | undefined {
    const argument = field.args.find(({ name }) => name === 'first');
    if (!argument) return undefined;
    const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    let requested: unknown = argument.defaultValue;
    if (value?.kind === Kind.INT) requested = Number(value.value);
    else if (value?.kind === Kind.VARIABLE) requested = variables[value.name.value] ?? largestList;
    else if (value) requested = largestList;
    return typeof requested === 'number' ? Math.min(Math.max(requested, 1), largestList) : largestList;
  }

  function conditionOf(name: string | undefined, parent: GraphQLCompositeType): GraphQLCompositeType {
    const type = name === undefined ? parent : schema.getType(name);
    return isCompositeType(type) ? type : parent;
  }

  return costOfAll(operation.selectionSet, root);
}

import type { NewName } from './details-shape.ts';

/** The names of a workflow in the schema. */
export type TypedNames = {
  details: string;
  order: string;
  edge: string;
  connection: string;
  result: string;
  input: string;
  orderField: string;
  ordersField: string;
  placeField: string;
};

/** `leave-home` becomes `LeaveHomeOrder`, `leaveHomeOrders`, `placeLeaveHomeOrder` and so on. */
export function typedNamesOf(workflow: string): TypedNames {
  const words = workflow.split('-').filter((word) => word !== '');
  const big = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const small = big.charAt(0).toLowerCase() + big.slice(1);
  return {
    details: `${big}Details`,
    order: `${big}Order`,
    edge: `${big}OrderEdge`,
    connection: `${big}OrderConnection`,
    result: `${big}OrderResult`,
    input: `Place${big}OrderInput`,
    orderField: `${small}Order`,
    ordersField: `${small}Orders`,
    placeField: `place${big}Order`,
  };
}

/**
 * The names of all workflows, or all collections, with no name used twice.
 * @param wanted by workflow or collection
 * @param taken names that the schema has already; the claimed ones are added
 * @throws Error naming what needs a name that something else has
 */
export function claimNames<T extends Readonly<Record<string, string>>>(
  kind: 'workflow' | 'collection',
  wanted: ReadonlyMap<string, T>,
  taken: Set<string>,
): ReadonlyMap<string, T> {
  const owners = new Map<string, string>();
  for (const [owner, names] of wanted) {
    for (const name of Object.values(names)) {
      const other = taken.has(name) ? 'the schema itself, or a workflow,' : owners.get(name);
      if (other !== undefined && other !== owner) {
        throw new Error(`${kind} ${owner} needs the GraphQL name ${name}, which ${other} has: rename it`);
      }
      owners.set(name, owner);
    }
  }
  for (const name of owners.keys()) taken.add(name);
  return wanted;
}

/**
 * Names for further types: a claimed one for what it was claimed for, all others are free ones.
 * @param taken names that the schema has; the new ones are added
 * @param claimed names that were claimed for types which still have to be made
 */
export function namesBeside(taken: Set<string>, claimed: Iterable<string>): NewName {
  const unused = new Set(claimed);
  return (preferred) => {
    if (unused.delete(preferred)) return preferred;
    let name = preferred;
    for (let n = 2; taken.has(name); n += 1) name = `${preferred}_${n}`;
    taken.add(name);
    return name;
  };
}

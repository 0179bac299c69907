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
 * The names of all workflows, with no name used twice.
 * @param taken names that the schema has already
 * @throws Error naming the workflow whose name differs from another's, or from the schema's, only in dashes
 */
export function claimNames(workflows: Iterable<string>, taken: ReadonlySet<string>): Map<string, TypedNames> {
  const owners = new Map<string, string>();
  const claimed = new Map<string, TypedNames>();
  for (const workflow of workflows) {
    const names = typedNamesOf(workflow);
    for (const name of Object.values(names)) {
      const owner = taken.has(name) ? 'the schema itself' : owners.get(name);
      if (owner !== undefined && owner !== workflow) {
        throw new Error(`workflow ${workflow} needs the GraphQL name ${name}, which ${owner} has: rename it`);
      }
      owners.set(name, workflow);
    }
    claimed.set(workflow, names);
  }
  return claimed;
}

import type { Operation, ProductRecord } from './operation.ts';

/** Where each thing lies that was written. */
type Written = {
  /** By name. */
  sets: Map<string, { id: string; at: number[] }>;
  /** By id. */
  removals: Map<string, number[]>;
  /** By id, the names that it had. */
  names: Map<string, { name: string; at: number }[]>;
};

/**
 * Compares what clients were answered with what is in the topic, by nothing but the contract: each accepted change is there
 * once, no refused one is, each is where its condition held, and later ones lie behind earlier ones.
 */
export function checkShop(operations: readonly Operation[], records: readonly ProductRecord[]): string[] {
  const written = writtenIn(records);
  const known = new Set(operations.map(({ name }) => name));
  return [
    ...strangers(written, known),
    ...shapeFaults(records),
    ...operations.flatMap((operation) => countFaults(operation, written)),
    ...removalFaults(operations, written),
    ...conditionFaults(operations, written),
    ...orderFaults(operations, written),
  ];
}

function writtenIn(records: readonly ProductRecord[]): Written {
  const written: Written = { sets: new Map(), removals: new Map(), names: new Map() };
  for (const [at, { key, event }] of records.entries()) {
    if (event?.eventType === 'remove') written.removals.set(key, [...(written.removals.get(key) ?? []), at]);
    const name = event?.name;
    if (event?.eventType !== 'set' || name === undefined) continue;
    const set = written.sets.get(name) ?? { id: key, at: [] };
    set.at.push(at);
    written.sets.set(name, set);
    written.names.set(key, [...(written.names.get(key) ?? []), { name, at }]);
  }
  return written;
}

function strangers({ sets }: Written, known: ReadonlySet<string>): string[] {
  return [...sets.keys()].filter((name) => !known.has(name)).map((name) => `nobody has sent ${name}`);
}

/** A removal is followed by its tombstone, and that by nothing: ids are not used again. */
function shapeFaults(records: readonly ProductRecord[]): string[] {
  const faults: string[] = [];
  const gone = new Set<string>();
  for (const [at, { key, event }] of records.entries()) {
    if (gone.has(key)) faults.push(`${key} is written again at ${at}, after its tombstone`);
    if (event === null) gone.add(key);
    const next = records[at + 1];
    if (event?.eventType === 'remove' && (next?.key !== key || next.event !== null))
      faults.push(`the removal of ${key} at ${at} has no tombstone behind it`);
  }
  return faults;
}

function countFaults({ kind, id, name, answer }: Operation, { sets }: Written): string[] {
  const expected = { create: [201], replace: [200, 404, 412], delete: [204, 404, 412] }[kind];
  if (answer && !expected.includes(answer.status)) return [`${kind} ${name} was answered ${answer.status}`];
  if (kind === 'delete') return [];
  const set = sets.get(name);
  const times = set?.at.length ?? 0;
  if (!answer) return times > 1 ? [`${name}, which was not answered, is there ${times} times`] : [];
  const wanted = answer.status < 300 ? 1 : 0;
  if (times !== wanted) return [`${name}, answered ${answer.status}, is there ${times} times`];
  return set && set.id !== id ? [`${name} is at ${set.id}, not at ${id}`] : [];
}

function removalFaults(operations: readonly Operation[], { removals }: Written): string[] {
  const deletes = Map.groupBy(
    operations.filter(({ kind }) => kind === 'delete'),
    ({ id }) => id ?? '',
  );
  const ids = new Set([...deletes.keys(), ...removals.keys()]);
  return [...ids].flatMap((id) => {
    const own = deletes.get(id) ?? [];
    const done = own.filter(({ answer }) => answer?.status === 204).length;
    const open = own.filter(({ answer }) => !answer).length;
    const times = removals.get(id)?.length ?? 0;
    return times < done || times > done + open
      ? [`${id} was deleted ${done} times and is removed ${times} times`]
      : [];
  });
}

/** What was changed on a condition lies behind the state that has the condition's ETag. */
function conditionFaults(operations: readonly Operation[], { names }: Written): string[] {
  const etags = new Map(operations.map(({ name, answer }) => [name, answer?.etag]));
  const conditional = operations.filter(
    ({ kind, ifMatch, answer }) => kind === 'replace' && ifMatch !== undefined && answer?.status === 200,
  );
  return conditional.flatMap(({ id, name, ifMatch }) => {
    const history = names.get(id ?? '') ?? [];
    const before = history[history.findIndex((one) => one.name === name) - 1];
    const etag = before && etags.get(before.name);
    return etag === undefined || etag === ifMatch
      ? []
      : [`${name} replaced ${before?.name} on a condition that did not hold`];
  });
}

/** A change that was answered before another one was asked for lies before that. */
function orderFaults(operations: readonly Operation[], { sets, removals }: Written): string[] {
  const placeOf = ({ kind, id, name, answer }: Operation): number | undefined => {
    if (!answer || answer.status >= 300) return undefined;
    return kind === 'delete' ? removals.get(id ?? '')?.[0] : sets.get(name)?.at[0];
  };
  const placed = operations.flatMap((operation) => {
    const at = placeOf(operation);
    return at === undefined ? [] : [{ ...operation, at, ended: operation.answer?.ended ?? 0 }];
  });
  return [...Map.groupBy(placed, ({ id }) => id).values()].flatMap((own) => {
    const sorted = own.toSorted((a, b) => a.at - b.at);
    let latestBegin = Number.NEGATIVE_INFINITY;
    return sorted.flatMap(({ name, begun, ended }) => {
      const isLate = ended < latestBegin;
      latestBegin = Math.max(latestBegin, begun);
      return isLate ? [`${name} lies behind what was asked for after its answer`] : [];
    });
  });
}

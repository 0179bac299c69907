import type { Violation } from './check.ts';
import { type Folded, fold } from './fold.ts';
import type { WorkflowLog } from './read-log.ts';
import { type Order, type OrderEvent, placeOf, type Read } from './records.ts';

/** An order as its events tell it. */
export type CheckedOrder = {
  events: Read<OrderEvent>[];
  /** After each event; one less than the events where one could not follow. */
  states: Folded[];
  folded: Folded | undefined;
};

/** Folds every order and compares events with snapshots and results, each (order, version) exactly once. */
export function checkOrders(log: WorkflowLog): {
  orders: Map<string, CheckedOrder>;
  violations: Violation[];
} {
  const violations: Violation[] = [];
  const say = (rule: string, detail: string) => violations.push({ rule, detail });
  const orders = new Map<string, CheckedOrder>();
  const snapshots = Map.groupBy(log.snapshots, (s) => s.key);
  const keys = new Map<string, string>();

  for (const [id, events] of Map.groupBy(log.events, (e) => e.value.orderId)) {
    const own = snapshots.get(id) ?? [];
    checkVersions('event', id, events, say);
    checkVersions('snapshot', id, own, say);
    const order: CheckedOrder = { events, states: [], folded: undefined };
    orders.set(id, order);
    for (const event of events) {
      try {
        order.folded = fold(order.folded, event.value);
        order.states.push(order.folded);
      } catch (error) {
        say('events can follow one another', `${id} ${placeOf(event)}: ${String(error)}`);
        break;
      }
    }
    for (const [i, snapshot] of own.entries()) compare(id, order.states[i], snapshot, say);
    const { keyHash } = events[0]?.value ?? {};
    if (keyHash !== undefined) {
      const other = keys.get(keyHash);
      if (other !== undefined) say('one order per idempotency key', `${other} and ${id} share a key`);
      keys.set(keyHash, id);
    }
  }
  for (const id of snapshots.keys()) {
    if (!orders.has(id)) say('no snapshot without its event', id);
  }
  checkResults(log, orders, say);
  return { orders, violations };
}

type Say = (rule: string, detail: string) => void;

function checkVersions(
  what: string,
  id: string,
  records: (Read<OrderEvent> | Read<Order>)[],
  say: Say,
): void {
  const partitions = new Set(records.map((r) => r.partition));
  if (partitions.size > 1)
    say('an order stays in its partition', `${id}: ${what}s in ${[...partitions].join(', ')}`);
  for (const [i, record] of records.entries()) {
    if (record.key !== id) say('the key is the order id', `${placeOf(record)} has key ${record.key}`);
    if (record.value.version === i + 1) continue;
    const where = records.map((r) => `${r.value.version}@${r.offset}`).join(' ');
    say(
      `versions of ${what}s are 1, 2, 3 ..., each once`,
      `${id} in ${record.topic}/${record.partition}: ${where}`,
    );
    return;
  }
}

function compare(id: string, folded: Folded | undefined, snapshot: Read<Order>, say: Say): void {
  const { value } = snapshot;
  const rule = 'a snapshot is what the events fold to';
  if (!folded) {
    say(rule, `${id} ${placeOf(snapshot)}: no event leads to version ${value.version}`);
    return;
  }
  for (const field of ['version', 'visit', 'status', 'stage', 'stageStatus'] as const) {
    if (value[field] !== folded[field]) {
      say(rule, `${id} ${placeOf(snapshot)}: ${field} is ${value[field]}, by the events ${folded[field]}`);
    }
  }
  const done = value.stages.flatMap((s) =>
    s.completedAt === undefined ? [] : [`${s.name} ${s.completedAt}`],
  );
  const told = [...folded.completed].map(([stage, at]) => `${stage} ${at}`);
  if (done.join() !== told.join()) {
    say(rule, `${id} ${placeOf(snapshot)}: completed ${done.join()}, by the events ${told.join()}`);
  }
}

function checkResults(log: WorkflowLog, orders: Map<string, CheckedOrder>, say: Say): void {
  const results = Map.groupBy(log.results, (r) => r.key);
  const rule = 'one result per finished order';
  for (const [id, { folded }] of orders) {
    const count = results.get(id)?.length ?? 0;
    const wanted = folded?.status === 'finished' ? 1 : 0;
    if (count !== wanted) say(rule, `${id} is ${folded?.status} and has ${count} results`);
  }
  for (const [id, [result]] of results) {
    if (!orders.has(id) || result?.value.status !== 'finished')
      say(rule, `${id}: ${result?.value.status}, or unknown`);
  }
}

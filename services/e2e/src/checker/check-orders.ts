import { type Folded, fold } from './fold.ts';
import type { WorkflowLog } from './read-log.ts';
import { formatPosition, type Order, type OrderEvent, type Read } from './records.ts';
import type { Violation } from './violation.ts';

/** An order as its events describe it. */
export type CheckedOrder = {
  events: Read<OrderEvent>[];
  /** After each event, up to the first one that cannot follow. */
  states: Folded[];
  folded: Folded | undefined;
};

/** Folds every order and compares events with snapshots and results, each (order, version) exactly once. */
export function checkOrders(log: WorkflowLog): {
  orders: Map<string, CheckedOrder>;
  violations: Violation[];
} {
  const violations: Violation[] = [];
  const report = (rule: string, detail: string) => violations.push({ rule, detail });
  const orders = new Map<string, CheckedOrder>();
  const snapshots = Map.groupBy(log.snapshots, (s) => s.key);
  const keys = new Map<string, string>();

  for (const [id, events] of Map.groupBy(log.events, (e) => e.value.orderId)) {
    const own = snapshots.get(id) ?? [];
    checkVersions('event', id, events, report);
    checkVersions('snapshot', id, own, report);
    const order: CheckedOrder = { events, states: [], folded: undefined };
    orders.set(id, order);
    for (const event of events) {
      try {
        order.folded = fold(order.folded, event.value);
        order.states.push(order.folded);
      } catch (error) {
        report('events can follow one another', `${id} ${formatPosition(event)}: ${String(error)}`);
        break;
      }
    }
    for (const [i, snapshot] of own.entries()) compare(id, order.states[i], snapshot, report);
    const { keyHash } = events[0]?.value ?? {};
    if (keyHash !== undefined) {
      const other = keys.get(keyHash);
      if (other !== undefined) report('one order per idempotency key', `${other} and ${id} share a key`);
      keys.set(keyHash, id);
    }
  }
  for (const id of snapshots.keys()) {
    if (!orders.has(id)) report('no snapshot without its event', id);
  }
  checkResults(log, orders, report);
  return { orders, violations };
}

type Report = (rule: string, detail: string) => void;

function checkVersions(
  what: string,
  id: string,
  records: (Read<OrderEvent> | Read<Order>)[],
  report: Report,
): void {
  const partitions = new Set(records.map((r) => r.partition));
  if (partitions.size > 1)
    report('an order stays in its partition', `${id}: ${what}s in ${[...partitions].join(', ')}`);
  for (const [i, record] of records.entries()) {
    if (record.key !== id)
      report('the key is the order id', `${formatPosition(record)} has key ${record.key}`);
    if (record.value.version === i + 1) continue;
    const where = records.map((r) => `${r.value.version}@${r.offset}`).join(' ');
    report(
      `versions of ${what}s are 1, 2, 3 ..., each once`,
      `${id} in ${record.topic}/${record.partition}: ${where}`,
    );
    return;
  }
}

function compare(id: string, folded: Folded | undefined, snapshot: Read<Order>, report: Report): void {
  const { value } = snapshot;
  const rule = 'a snapshot is what the events fold to';
  if (!folded) {
    report(rule, `${id} ${formatPosition(snapshot)}: no event leads to version ${value.version}`);
    return;
  }
  for (const field of ['version', 'visit', 'status', 'stage', 'stageStatus'] as const) {
    if (value[field] !== folded[field]) {
      report(
        rule,
        `${id} ${formatPosition(snapshot)}: ${field} is ${value[field]}, by the events ${folded[field]}`,
      );
    }
  }
  const done = value.stages.flatMap((s) =>
    s.completedAt === undefined ? [] : [`${s.name} ${s.completedAt}`],
  );
  const byEvents = [...folded.completed].map(([stage, at]) => `${stage} ${at}`);
  if (done.join() !== byEvents.join()) {
    report(
      rule,
      `${id} ${formatPosition(snapshot)}: completed ${done.join()}, by the events ${byEvents.join()}`,
    );
  }
}

function checkResults(log: WorkflowLog, orders: Map<string, CheckedOrder>, report: Report): void {
  const results = Map.groupBy(log.results, (r) => r.key);
  const rule = 'one result per finished order';
  for (const [id, { folded }] of orders) {
    const count = results.get(id)?.length ?? 0;
    const wanted = folded?.status === 'finished' ? 1 : 0;
    if (count !== wanted) report(rule, `${id} is ${folded?.status} and has ${count} results`);
  }
  for (const [id, [result]] of results) {
    if (!orders.has(id) || result?.value.status !== 'finished')
      report(rule, `${id}: ${result?.value.status}, or unknown`);
  }
}

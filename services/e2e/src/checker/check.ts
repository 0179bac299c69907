import type { Promises } from '../load/load.ts';
import { checkOrders } from './check-orders.ts';
import { checkTickets } from './check-tickets.ts';
import type { WorkflowLog } from './read-log.ts';
import { formatPosition } from './records.ts';
import type { Violation } from './violation.ts';

/** What the checker may expect beyond the log. */
export type Expectations = {
  promises: Promises;
  /** Matches the text of incidents that the test causes on purpose. */
  expectedIncidents?: RegExp;
};

/**
 * Compares everything that was committed with what was promised; an empty list is a clean run.
 * Pure: the log is read before (`readLog`), at rest.
 */
export function checkLog(log: WorkflowLog, { promises, expectedIncidents }: Expectations): Violation[] {
  const { orders, violations } = checkOrders(log);
  violations.push(...checkTickets(log, orders));
  const report = (rule: string, detail: string) => violations.push({ rule, detail });

  for (const text of log.unreadable) report('every record can be read', text);
  for (const text of promises.wrong) report('an answer fits its request', text);
  for (const text of promises.unsettled) report('every request is answered in the end', text);

  const acknowledged = new Set(promises.placed.values());
  if (acknowledged.size !== promises.placed.size) {
    report('one order per idempotency key', `${promises.placed.size} keys got ${acknowledged.size} orders`);
  }
  for (const [key, id] of promises.placed) {
    const order = orders.get(id);
    if (!order) report('an acknowledged order exists', `${id} (key ${key}) has no event`);
  }
  for (const [id, { folded }] of orders) {
    if (!acknowledged.has(id) && promises.unsettled.length === 0) {
      report('one order per idempotency key', `${id} exists, but every key was answered with another order`);
    }
    if (folded && folded.status !== 'finished' && folded.status !== 'cancelled') {
      report(
        'every order ends',
        `${id} is ${folded.status} at ${folded.stage} (${folded.stageStatus}), version ${folded.version}`,
      );
    }
  }
  for (const [id, yes] of promises.cancelled) {
    const status = orders.get(id)?.folded?.status;
    if (status !== (yes ? 'cancelled' : 'finished')) {
      report('a cancel keeps its answer', `${id}: ${yes ? 'cancelled' : 'refused'} by the answer, ${status}`);
    }
  }
  for (const incident of log.incidents) {
    if (expectedIncidents?.test(incident.text)) continue;
    report('no incident', `${formatPosition(incident)}: ${incident.text.slice(0, 300)}`);
  }
  return violations;
}

/** A report for people: violations by rule, at most `perRule` of each. */
export function describeViolations(violations: readonly Violation[], perRule = 8): string {
  const byRule = Map.groupBy(violations, (v) => v.rule);
  return [...byRule]
    .map(([rule, list]) =>
      [
        `BROKEN: ${rule} (${list.length})`,
        ...list.slice(0, perRule).map((v) => `  ${v.detail}`),
        ...(list.length > perRule ? [`  ... and ${list.length - perRule} more`] : []),
      ].join('\n'),
    )
    .join('\n');
}

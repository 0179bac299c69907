import type { Promises } from '../line/load.ts';
import { checkOrders } from './check-orders.ts';
import { checkTickets } from './check-tickets.ts';
import type { WorkflowLog } from './read-log.ts';
import { placeOf } from './records.ts';

/** What is wrong: the rule that is broken, and where. */
export type Violation = { rule: string; detail: string };

/** What the checker may expect beyond the log. */
export type Expectations = {
  promises: Promises;
  /** Order ids (or parts of an incident's text) whose incidents are meant. */
  expectedIncidents?: RegExp;
};

/**
 * Holds everything that was committed against what was promised; an empty list is a clean run.
 * Pure: the log is read before (`readLog`), at rest.
 */
export function checkLog(log: WorkflowLog, { promises, expectedIncidents }: Expectations): Violation[] {
  const { orders, violations } = checkOrders(log);
  violations.push(...checkTickets(log, orders));
  const say = (rule: string, detail: string) => violations.push({ rule, detail });

  for (const text of log.unreadable) say('every record can be read', text);
  for (const text of promises.wrong) say('an answer fits its request', text);
  for (const text of promises.unsettled) say('every request is answered in the end', text);

  const acknowledged = new Set(promises.placed.values());
  if (acknowledged.size !== promises.placed.size) {
    say('one order per idempotency key', `${promises.placed.size} keys got ${acknowledged.size} orders`);
  }
  for (const [key, id] of promises.placed) {
    const order = orders.get(id);
    if (!order) say('an acknowledged order exists', `${id} (key ${key}) has no event`);
  }
  for (const [id, { folded }] of orders) {
    if (!acknowledged.has(id) && promises.unsettled.length === 0) {
      say('one order per idempotency key', `${id} exists, but every key was answered with another order`);
    }
    if (folded && folded.status !== 'finished' && folded.status !== 'cancelled') {
      say(
        'every order ends',
        `${id} is ${folded.status} at ${folded.stage} (${folded.stageStatus}), version ${folded.version}`,
      );
    }
  }
  for (const [id, yes] of promises.cancelled) {
    const status = orders.get(id)?.folded?.status;
    if (status !== (yes ? 'cancelled' : 'finished')) {
      say('a cancel keeps its answer', `${id}: ${yes ? 'cancelled' : 'refused'} by the answer, ${status}`);
    }
  }
  for (const incident of log.incidents) {
    if (expectedIncidents?.test(incident.text)) continue;
    say('no incident', `${placeOf(incident)}: ${incident.text.slice(0, 300)}`);
  }
  return violations;
}

/** A report for people: violations by rule, at most `perRule` of each. */
export function reportOf(violations: readonly Violation[], perRule = 8): string {
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

import type { CheckedOrder } from './check-orders.ts';
import type { WorkflowLog } from './read-log.ts';
import { formatPosition } from './records.ts';
import type { Violation } from './violation.ts';

/**
 * Every ticket was written with its event, and every event that requires a ticket has one: by (order, version,
 * visit), on the topic of the stage that the order is waiting for, and at most one per visit.
 */
export function checkTickets(log: WorkflowLog, orders: ReadonlyMap<string, CheckedOrder>): Violation[] {
  const violations: Violation[] = [];
  const report = (rule: string, detail: string) => violations.push({ rule, detail });
  const wanted = new Map<string, string>();
  for (const [id, { states }] of orders) {
    let visit = 0;
    for (const state of states) {
      if (state.visit === visit) continue;
      visit = state.visit;
      wanted.set(`${id} version ${state.version} visit ${visit}`, state.stage);
    }
  }
  const seen = new Map<string, string>();
  for (const [stage, tickets] of log.tickets) {
    for (const ticket of tickets) {
      const { id, version, visit } = ticket.value;
      const name = `${id} version ${version} visit ${visit}`;
      const where = formatPosition(ticket);
      if (ticket.key !== id) report('the key is the order id', `${where} has key ${ticket.key}`);
      if (wanted.get(name) !== stage) {
        report('no ticket without its event', `${name} at ${where}, by the events at ${wanted.get(name)}`);
      }
      const other = seen.get(`${id} ${visit}`);
      if (other !== undefined) report('one ticket per visit', `${name}: ${other} and ${where}`);
      seen.set(`${id} ${visit}`, where);
    }
  }
  for (const [name, stage] of wanted) {
    const [id = '', , , , visit = ''] = name.split(' ');
    if (!seen.has(`${id} ${visit}`)) report('every visit has its ticket', `${name} for ${stage}`);
  }
  return violations;
}

import type { CommandOf } from '../../contracts/command.ts';
import { isClosed, type Order } from '../../contracts/order.ts';
import { stageNamed, type Workflow } from '../../file/workflow-file.ts';
import { type Decision, type EventBase, refuse } from './decision.ts';

/** Ends an incident: repeats the stage (retry), repeats from an earlier stage (rework), or gives the order up (scrap). */
export function resolve(
  workflow: Workflow,
  order: Order,
  command: CommandOf<'resolve'>,
  eventBase: EventBase,
): Decision {
  if (isClosed(order)) return refuse('CLOSED', `the order is ${order.status}`);
  if (order.status !== 'incident') return refuse('NOT_AN_INCIDENT', 'the order has no incident');
  if (command.action === 'scrap') return { events: [{ ...eventBase(), type: 'OrderScrapped' }] };
  if (command.action === 'retry') {
    stageNamed(workflow, order.stage);
    return { events: [{ ...eventBase(), type: 'OrderRedriven', action: 'retry', stage: order.stage }] };
  }
  const to = order.route.indexOf(command.stage ?? '');
  const reached = order.route.indexOf(order.stage);
  if (to < 0 || to > reached) {
    return refuse('INVALID', `rework needs a stage among ${order.route.slice(0, reached + 1).join(', ')}`);
  }
  const { name: stage } = stageNamed(workflow, order.route[to] ?? '');
  return { events: [{ ...eventBase(), type: 'OrderRedriven', action: 'rework', stage }] };
}

import type { CommandOf } from '../../contracts/command.ts';
import { isClosed, type Order } from '../../contracts/order.ts';
import { stageNamed, type Workflow } from '../../file/workflow-file.ts';
import { type Decision, type EventBase, refuse } from './decision.ts';

/** Moves an order back to the stage just completed, as long as the next one has not begun. */
export function recall(
  workflow: Workflow,
  order: Order,
  command: CommandOf<'recall'>,
  eventBase: EventBase,
  now: string,
): Decision {
  if (order.status === 'incident')
    return refuse('AT_INCIDENT', `the order stopped: ${order.incident?.reason}`);
  if (isClosed(order)) return refuse('TOO_LATE', `the order is ${order.status}`);
  if (command.visit !== undefined && command.visit !== order.visit) {
    return refuse('STALE', `visit ${command.visit} is over, the order is at visit ${order.visit}`);
  }
  const present = order.route.indexOf(order.stage);
  const earlier = order.stages.find((s) => s.name === order.route[present - 1]);
  if (earlier?.completedAt === undefined || earlier.name !== command.stage) {
    return refuse('TOO_LATE', `${command.stage} is not the stage before ${order.stage}`);
  }
  if (order.stageStatus !== 'waiting') return refuse('TOO_LATE', `${order.stage} has begun`);
  const age = (Date.parse(now) - Date.parse(earlier.completedAt)) / 1000;
  if (age > workflow.recallFor) {
    return refuse(
      'TOO_LATE',
      `${earlier.name} was done ${Math.round(age)} s ago; a recall must come within ${workflow.recallFor} s`,
    );
  }
  stageNamed(workflow, earlier.name);
  return { events: [{ ...eventBase(), type: 'StageRecalled', stage: earlier.name, from: order.stage }] };
}

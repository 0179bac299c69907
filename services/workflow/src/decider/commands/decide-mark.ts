import type { CommandOf } from '../../contracts/command.ts';
import { isClosed, type Order } from '../../contracts/order.ts';
import { stageNamed, type Workflow } from '../../file/workflow-file.ts';
import { type Decision, type EventBase, refuse, unchanged } from './decision.ts';

/**
 * Marks an order for people's boards: rushed, or put aside. A mark does not affect the work, so an order can be put
 * aside only where people work: a machine would go on, and the mark would be wrong.
 */
export function mark(
  workflow: Workflow,
  order: Order,
  command: CommandOf<'mark'>,
  eventBase: EventBase,
): Decision {
  if (isClosed(order)) return refuse('CLOSED', `the order is ${order.status}`);
  const rushed = changed(order.rushed, command.rushed);
  const held = changed(order.held, command.held);
  if (held) {
    if (order.status === 'incident') {
      return refuse('AT_INCIDENT', `the order stopped: ${order.incident?.reason ?? 'incident'}`);
    }
    if (stageNamed(workflow, order.stage).mode !== 'manual') {
      return refuse('INVALID', `nobody can put an order aside at ${order.stage}, which works by itself`);
    }
  }
  if (rushed === undefined && held === undefined) return unchanged;
  return {
    events: [
      {
        ...eventBase(),
        type: 'OrderMarked',
        ...(rushed === undefined ? {} : { rushed }),
        ...(held === undefined ? {} : { held }),
      },
    ],
  };
}

function changed(is: boolean | undefined, wanted: boolean | undefined): boolean | undefined {
  return wanted === undefined || wanted === (is ?? false) ? undefined : wanted;
}

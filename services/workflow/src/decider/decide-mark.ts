import type { CommandOf } from '../contracts/command.ts';
import { isClosed, type Order } from '../contracts/order.ts';
import { stageNamed, type Workflow } from '../file/workflow-file.ts';
import { type Decision, type EventBase, refuse, unchanged } from './decision.ts';

/**
 * What people's boards shall make of an order: first of all, or put aside. It changes nothing about the work;
 * so only where people work can an order be put aside, for a machine would go on and the mark would lie.
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

import type { CommandOf } from '../../contracts/command.ts';
import type { OrderEvent } from '../../contracts/event.ts';
import { isClosed, type Order } from '../../contracts/order.ts';
import { stageNamed, type Workflow } from '../../file/workflow-file.ts';
import { type Decision, type EventBase, refuse, unchanged } from './decision.ts';

/** Cancels an order, while its stage allows it or when it has stopped at an incident. */
export function cancel(
  workflow: Workflow,
  order: Order,
  command: CommandOf<'cancel'>,
  eventBase: EventBase,
): Decision {
  if (order.status === 'cancelled') return unchanged;
  if (isClosed(order)) return refuse('CLOSED', `the order is ${order.status}`);
  if (order.status === 'open' && !stageNamed(workflow, order.stage).cancellable) {
    return refuse('TOO_LATE', `an order at ${order.stage} can no longer be cancelled`);
  }
  const event: OrderEvent = { ...eventBase(), type: 'OrderCancelled' };
  return { events: [command.reason === undefined ? event : { ...event, reason: command.reason }] };
}

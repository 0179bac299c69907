import type { CommandOf } from '../../contracts/command.ts';
import type { OrderEvent } from '../../contracts/event.ts';
import type { OrderState } from '../../contracts/order-state.ts';
import { routeOf, type Workflow } from '../../file/workflow-file.ts';
import { createEventBase, type Decision, refuse, unchanged } from './decision.ts';

/** Places a new order, unless its idempotency key has placed one already. */
export function place(
  workflow: Workflow,
  existing: OrderState | undefined,
  command: CommandOf<'place'>,
  now: string,
): Decision {
  if (existing) {
    return existing.commandLog.bodyHash === command.bodyHash
      ? unchanged
      : refuse('KEY_REUSED', 'this idempotency key placed another order');
  }
  // After the key: who has ordered already gets the first answer whatever holds now.
  if (command.intakePaused !== undefined) return refuse('INTAKE_PAUSED', command.intakePaused);
  const errors = workflow.checkDetails(command.details);
  if (errors.length > 0) {
    const [first] = errors;
    return refuse('INVALID', `details${first?.field} ${first?.detail}`, errors);
  }
  const event: OrderEvent = {
    ...createEventBase(undefined, command, now)(),
    type: 'OrderPlaced',
    workflow: workflow.name,
    route: routeOf(workflow),
    details: command.details,
    promisedAt: new Date(Date.parse(now) + workflow.promise * 1000).toISOString(),
  };
  // A customer always owns the order, whatever the command contains: no one else could see or cancel it.
  const customerId = command.by.kind === 'customer' ? command.by.name : command.customerId;
  if (customerId !== undefined) event.customerId = customerId;
  if (command.keyHash !== undefined) event.keyHash = command.keyHash;
  if (command.ticketed !== undefined) event.ticketed = command.ticketed;
  if (command.contact !== undefined) event.hasContact = true;
  if (command.traceparent !== undefined) event.traceparent = command.traceparent;
  return { events: [event] };
}

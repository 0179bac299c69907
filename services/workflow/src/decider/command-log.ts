import type { Answer, OrderEvent } from '../contracts/event.ts';
import type { Order } from '../contracts/order.ts';
import type { CommandLog, OrderState } from '../contracts/order-state.ts';
import type { Workflow } from '../file/workflow-file.ts';

/** How many answers an order keeps. */
export const maxLoggedAnswers = 16;

/**
 * The command log after an event: the answers that the event carries, then its own, the last 16 kept.
 * @param log undefined before the order was placed
 * @param withdrawn the stage whose ticket the event withdraws
 */
export function nextCommandLog(
  log: CommandLog | undefined,
  event: OrderEvent,
  withdrawn?: string,
): CommandLog {
  const recent = [...(log?.recent ?? []), ...(event.refused ?? [])];
  if (event.answer && recent.at(-1)?.id !== event.answer.id) recent.push(event.answer);
  const next: CommandLog = { ...log, recent: recent.slice(-maxLoggedAnswers) };
  if (event.type === 'OrderPlaced') {
    if (event.keyHash !== undefined) next.keyHash = event.keyHash;
    if (event.hasContact === true) next.hasContact = true;
    if (event.traceparent !== undefined) next.traceparent = event.traceparent;
    if (event.answer?.hash !== undefined) next.bodyHash = event.answer.hash;
  }
  if (withdrawn !== undefined && !log?.withdrawn?.includes(withdrawn)) {
    next.withdrawn = [...(log?.withdrawn ?? []), withdrawn];
  }
  return next;
}

/** The order's answer to an earlier command with this id; undefined if there was none or it is no longer kept. */
export function loggedAnswer(state: OrderState, commandId: string): Answer | undefined {
  return (
    state.commandLog.recent.find((a) => a.id === commandId) ??
    state.pendingAnswers.find((a) => a.id === commandId)
  );
}

/** A closed order reduced to what deduplicates its commands and says whose it is: all that the processor keeps of it. */
export function dedupStubOf({ scope }: Pick<Workflow, 'scope'>, state: OrderState): OrderState {
  const { details } = state.order;
  const kept = scope && Object.hasOwn(details, scope.field) ? { [scope.field]: details[scope.field] } : {};
  return { ...state, order: { ...state.order, details: kept, stages: [], route: [] } };
}

/** True for an order that `dedupStubOf` reduced. */
export function isDedupStub(order: Order): boolean {
  return order.route.length === 0;
}

import type { OrderEvent } from '../contracts/event.ts';

/**
 * Whether the event revokes the present ticket: workers must drop it. A worker that completes a stage holds the ticket
 * itself, so only a person's completion revokes it.
 */
export function withdraws(event: OrderEvent): boolean {
  switch (event.type) {
    case 'StageClaimed':
    case 'StageRecalled':
    case 'IncidentOpened':
    case 'OrderCancelled':
      return true;
    case 'StageCompleted':
      return event.answer !== undefined;
    default:
      return false;
  }
}

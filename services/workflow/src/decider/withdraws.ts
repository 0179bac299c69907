import type { OrderEvent } from '../contracts/event.ts';

/** Workers must drop the present ticket after these; a worker that completes has its ticket in hand. */
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

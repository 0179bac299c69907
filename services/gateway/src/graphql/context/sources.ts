import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import type { OrderHistory } from '../../history/order-histories.ts';
import type { ShownOrder } from '../../selection/order-selection.ts';

/** What a `Ticket` is resolved from: an order, seen from one stage. */
export type TicketSource = { order: ShownOrder; stage: string };

/** What a `Stage` is resolved from: a stage and the name of its workflow. */
export type StageSource = Stage & { workflow: string };

/** What an `OrderHistory` is resolved from: events as the caller may see them. */
export type HistorySource = OrderHistory & { order: ShownOrder };

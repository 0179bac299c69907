import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Stage } from '@cupcakery/workflow/file/workflow-file';

/** What a `Ticket` is resolved from: an order, seen from one stage. */
export type TicketSource = { order: Order; stage: string };

/** What a `Stage` is resolved from: a stage and the name of its workflow. */
export type StageSource = Stage & { workflow: string };

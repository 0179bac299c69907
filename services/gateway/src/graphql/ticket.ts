import type { Order } from '@cupcakery/workflow/contracts/order';

/** What a `Ticket` is made of: an order, seen by the people of one stage. */
export type TicketSource = { order: Order; stage: string };

/** When the order arrived at the stage (RFC 3339); an order without that mark counts from its placing. */
export function readyAtOf({ order, stage }: TicketSource): string {
  return order.stages.find((s) => s.name === stage)?.readyAt ?? order.placedAt;
}

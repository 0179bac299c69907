import type { Order, Stage } from '../../../lib/orders/order.ts';
import type { PendingCommand } from '../../../lib/tickets/command-queue.ts';

export type TicketProps = {
  order: Order;
  slot: number;
  stage: Stage;
  me: { subject: string; name: string; cook?: string | undefined };
  mayWork: boolean;
  selected: boolean;
  pending: PendingCommand | undefined;
  /** When others changed it last, ms. */
  changedAt: number | undefined;
  onFocus(id: string): void;
  onDone(order: Order): void;
  onClaim(order: Order): void;
  onMore(): void;
};

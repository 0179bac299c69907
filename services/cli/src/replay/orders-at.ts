import type { FutureEvent, OrderEvent } from '@cupcakery/workflow/contracts/event';
import type { Order } from '@cupcakery/workflow/contracts/order';
import { evolveOrder } from '@cupcakery/workflow/decider/evolve';

/** Orders as they were at a time, from their histories. */
export class OrdersAt {
  readonly orders = new Map<string, Order>();
  /** Events of a newer release that were passed over. */
  skipped = 0;
  readonly #at: number;

  /** @param at ms since the epoch */
  constructor(at: number) {
    this.#at = at;
  }

  /** The next event of a partition. */
  event(event: OrderEvent | FutureEvent): void {
    if (Date.parse(event.at) > this.#at) return;
    if (event.type === 'Future') this.skipped += 1;
    else this.orders.set(event.orderId, evolveOrder(this.orders.get(event.orderId), event));
  }
}

import type { Order } from '@cupcakery/workflow/contracts/order';

/** One record of `W.orders` as subscribers see it. Shared by all of them and never modified. */
export type Change = {
  partition: number;
  offset: number;
  /** When the record was written, ms since 1970. */
  timestamp: number;
  orderId: string;
  /** The order before; `unknown` when a compacted or partial log does not show it. */
  before: Order | undefined | 'unknown';
  /** The order after; null when it was archived. */
  after: Order | null;
  /** Size of the record's value; the bounds of queues count it. */
  bytes: number;
  /** Of a change whose trace is recorded. */
  delivery?: Delivery;
};

/** To be notified when a change has reached a subscriber; only the first time counts. */
export type Delivery = { delivered(): void };

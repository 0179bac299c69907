import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { RequestFailure } from '../../failures/request-failure.ts';

/** What counts of an order. */
export type CountedOrder = {
  id: string;
  customerId?: string | undefined;
  /** ISO 8601. */
  placedAt: string;
  details?: unknown;
};

/**
 * What each customer ordered today (UTC). It is counted from the log of orders, so every replica counts all orders, also
 * those of before its start; those under way elsewhere are counted a moment later, so several replicas may let a few
 * too many pass.
 */
export type DailyLimits = {
  /** Counts an order that the view sees for the first time, or that a reply brings before. Each id once. */
  count(order: CountedOrder): void;
  /**
   * Counts an order that is about to be placed, until it is released: then it is either counted, or was refused.
   * @throws RequestFailure DAILY_LIMIT naming the limit, with the seconds until midnight
   */
  reserve(customerId: string, details: Record<string, unknown>): () => void;
};

type Sums = { orders: number; quantity: number };

const dayMs = 86_400_000;
/** Customers and ids of a day; the oldest are forgotten first. */
const maxKept = 200_000;

/** Without limits in the workflow nothing is counted. @param now milliseconds since 1970 */
export function createDailyLimits({ limits }: Pick<Workflow, 'limits'>, now: () => number): DailyLimits {
  if (!limits) return { count: () => {}, reserve: () => () => {} };
  const { ordersPerDay = Infinity, quantityPerDay = Infinity, quantityField } = limits;
  let day = Math.floor(now() / dayMs);
  const sums = new Map<string, Sums>();
  const counted = new Set<string>();

  function turnDay(): void {
    const today = Math.floor(now() / dayMs);
    if (today === day) return;
    day = today;
    sums.clear();
    counted.clear();
  }

  function add(customerId: string, { orders, quantity }: Sums): void {
    const present = sums.get(customerId) ?? { orders: 0, quantity: 0 };
    sums.set(customerId, { orders: present.orders + orders, quantity: present.quantity + quantity });
    forgetOldest(sums);
  }

  const quantityOf = (details: unknown): number => {
    const value = quantityField === undefined ? 0 : Reflect.get(Object(details), quantityField);
    return typeof value === 'number' && value > 0 ? value : 0;
  };

  return {
    count({ id, customerId, placedAt, details }) {
      turnDay();
      if (customerId === undefined || Math.floor(Date.parse(placedAt) / dayMs) !== day || counted.has(id))
        return;
      counted.add(id);
      forgetOldest(counted);
      add(customerId, { orders: 1, quantity: quantityOf(details) });
    },
    reserve(customerId, details) {
      turnDay();
      const own = { orders: 1, quantity: quantityOf(details) };
      const { orders, quantity } = sums.get(customerId) ?? { orders: 0, quantity: 0 };
      if (orders + own.orders > ordersPerDay) throw limitReached(`${ordersPerDay} orders`, now());
      if (quantity + own.quantity > quantityPerDay)
        throw limitReached(`a ${quantityField} of ${quantityPerDay} (${quantity} so far)`, now());
      const reservedOn = day;
      add(customerId, own);
      return () => {
        turnDay();
        if (day === reservedOn) add(customerId, { orders: -own.orders, quantity: -own.quantity });
      };
    },
  };
}

function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
}

function limitReached(what: string, now: number): RequestFailure {
  return new RequestFailure('DAILY_LIMIT', {
    detail: `A customer may order ${what} a day; the next day begins at midnight UTC.`,
    retryAfter: Math.ceil((dayMs - (now % dayMs)) / 1000),
  });
}

import type { Order } from '@cupcakery/workflow/contracts/order';
import { teaOrder } from './tea.ts';

/** For tests: one moment, ms since 1970. */
export const now = Date.parse('2026-11-21T12:00:00.000Z');

/** For tests: so many seconds before that, as orders carry times; negative: after it. */
export const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

let made = 0;
/** For tests: another order, placed ten minutes before and promised ten minutes after. */
export function orderThen(fields: Partial<Order>): Order {
  made += 1;
  return teaOrder({ id: `o-${made}`, placedAt: ago(600), promisedAt: ago(-600), ...fields });
}

import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Change } from '../log/change.ts';

/** An order as a caller may see it; `audience`: it, and what belongs to it, as its customer. */
export type ShownOrder = Order & { audience?: 'customer' };

/** Where the orders of a selection are found without a look at all; `matches` decides. */
export type Narrowing =
  | { by: 'ids'; ids: ReadonlySet<string> }
  /** Those of one customer, and others by id. */
  | { by: 'customer'; customerId: string; ids: readonly string[] }
  | {
      by: 'state';
      status: ReadonlySet<Order['status']> | undefined;
      stages: ReadonlySet<string> | undefined;
      /** All of them match. */
      exact: boolean;
    };

/** Which orders a subscriber requested and may see. */
export type Selection = {
  /** Names the rights behind it: selections of equal filters and equal authority are equal. */
  readonly authority: string;
  /** Absent: all have to be looked at. */
  readonly narrowing?: Narrowing | undefined;
  matches(order: Order): boolean;
  /** Whether an order could have matched earlier, judged by what never changes. `after` null: only the id is known. */
  mayHaveMatched(orderId: string, after: Order | null): boolean;
  /** An order as the subscriber may see it; undefined: as it is. */
  readonly show?: ((order: Order) => ShownOrder) | undefined;
  /** Whether the order may be seen at all, requested or not. */
  maySee(order: Order): boolean;
};

/** What a change means for a selection: the order belongs to it, leaves it, or was never in it (undefined). */
export function effectOf(change: Change, selection: Selection): 'in' | 'out' | undefined {
  const { before, after } = change;
  if (after && selection.matches(after)) return 'in';
  const matched =
    before === 'unknown'
      ? selection.mayHaveMatched(change.orderId, after)
      : before !== undefined && selection.matches(before);
  return matched ? 'out' : undefined;
}

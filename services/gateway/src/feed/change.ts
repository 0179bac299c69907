import type { Order } from '@cupcakery/workflow/contracts/order';

/** One record of `W.orders` as subscribers see it. Shared by all of them: never changed. */
export type Change = {
  partition: number;
  offset: number;
  /** When the record was written, ms. */
  timestamp: number;
  orderId: string;
  /** The order before; `unknown` when a compacted or partial log does not show it. */
  before: Order | undefined | 'unknown';
  /** The order after; null when it was archived. */
  after: Order | null;
  /** Size of the record's value: what queues count. */
  bytes: number;
};

/** Which orders someone asked for and may see. */
export type Selection = {
  /** Names the rights behind it: selections of equal filters and equal authority are equal. */
  readonly authority: string;
  /** All ids that can match, where the filter names them. */
  readonly ids?: ReadonlySet<string> | undefined;
  matches(order: Order): boolean;
  /** Whether an order could have matched earlier, judged by what never changes. `after` null: only the id is known. */
  mayHaveMatched(orderId: string, after: Order | null): boolean;
  /** Whether the order may be seen at all, asked for or not. */
  maySee(order: Order): boolean;
};

/** What a change means for a selection: it belongs in it, leaves it, or is none of its business. */
export function effectOf(change: Change, selection: Selection): 'in' | 'out' | undefined {
  const { before, after } = change;
  if (after && selection.matches(after)) return 'in';
  const matched =
    before === 'unknown'
      ? selection.mayHaveMatched(change.orderId, after)
      : before !== undefined && selection.matches(before);
  return matched ? 'out' : undefined;
}

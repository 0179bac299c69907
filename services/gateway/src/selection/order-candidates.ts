import type { Order } from '@cupcakery/workflow/contracts/order';
import type { OrderFeed } from '../log/orders/order-feed.ts';
import type { OrderSelection } from './order-selection.ts';

/** The orders that can match, each once, in no particular order. */
export function* candidates(
  { view, index }: OrderFeed,
  { narrowing }: Pick<OrderSelection, 'narrowing'>,
): Iterable<Order> {
  if (narrowing?.by === 'ids') return yield* withIds(view, narrowing.ids);
  if (narrowing?.by === 'customer') {
    yield* index.ofCustomer(narrowing.customerId);
    for (const order of withIds(view, new Set(narrowing.ids))) {
      if (order.customerId !== narrowing.customerId) yield order;
    }
  } else if (narrowing?.by === 'state' && (narrowing.status || narrowing.stages)) {
    for (const group of index.groups(narrowing.status, narrowing.stages)) yield* group.after();
  } else yield* view.values();
}

function* withIds(view: OrderFeed['view'], ids: Iterable<string>): Iterable<Order> {
  for (const id of ids) {
    const order = view.get(id);
    if (order) yield order;
  }
}

import { type Order, ordersPage, pathsOf } from '../api/orders.ts';
import { detailsText, whereText } from '../output/order-lines.ts';
import { agoText } from '../output/spans.ts';
import { type CommandAction, countFlag, flag, type Run, textFlag } from './run-command.ts';

const maxPage = 200;
export const maxListed = 100_000;

export const listOrders: CommandAction = async (run, _args, options) => {
  const wanted = options.all ? maxListed : flag('first', countFlag(maxListed), options.first);
  const orders = await readOrders(run, wanted, {
    status: flag('status', textFlag, options.status),
    stage: flag('stage', textFlag, options.stage),
  });
  run.out.result(orders, () => {
    if (orders.length === 0) run.out.note('no orders');
    else
      run.out.table(
        ['ID', 'WHERE', 'DETAILS', 'PLACED', 'PROMISED'],
        orders.map((order) => [
          order.id,
          whereText(order),
          detailsText(order.details),
          agoText(order.placedAt, run.now()),
          agoText(order.promisedAt, run.now()),
        ]),
      );
  });
};

/** Page by page, the newest first. */
async function readOrders(
  { settings, api }: Run,
  wanted: number,
  filter: { status: string | undefined; stage: string | undefined },
): Promise<Order[]> {
  const orders: Order[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ first: String(Math.min(maxPage, wanted - orders.length)) });
    for (const [name, value] of Object.entries({ ...filter, after }))
      if (value !== undefined) query.set(name, value);
    const page = await api.get(`${pathsOf(settings.workflow).orders}?${query}`, ordersPage);
    orders.push(...page.orders);
    after = page.after ?? undefined;
  } while (after !== undefined && orders.length < wanted);
  return orders;
}

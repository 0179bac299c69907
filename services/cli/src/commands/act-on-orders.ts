import type { OptionValues } from 'commander';
import { type Order, orderAnswer, pathsOf } from '../api/orders.ts';
import { CliError } from '../cli-error.ts';
import { flag, type Run, textFlag } from './run-command.ts';

export const keyHelp = 'idempotency key: the same request under the same key is done once';

export type OrderAction = {
  /** The last step of the path. */
  action: string;
  /** What is undefined is not sent. */
  body: Record<string, unknown>;
  options: OptionValues;
  /** What to say of an order that was changed. */
  said(order: Order): string;
};

/**
 * Does the same to each of some orders, one after the other. What is refused for one is not tried for those after it, and
 * those before it are done: it says so for each.
 */
export async function actOnOrders(
  run: Run,
  ids: readonly string[],
  { action, body, options, said }: OrderAction,
): Promise<void> {
  const key = flag('key', textFlag, options.key);
  if (key !== undefined && ids.length > 1) throw new CliError('usage', '--key is for one order');
  const changed: Order[] = [];
  for (const id of ids) {
    const path = pathsOf(run.settings.workflow).action(id, action);
    const { order } = await run.send('POST', path, orderAnswer, { body, key });
    changed.push(order);
    run.out.note(`${id}: ${said(order)}`);
  }
  run.out.result(changed, () => {});
}

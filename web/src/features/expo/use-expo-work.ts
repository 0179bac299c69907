import { useCallback, useRef } from 'react';
import { type Order, type Stage, shortNumber } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { useRecall } from '../../lib/tickets/use-recall.ts';
import { useWishes } from '../../lib/tickets/use-wishes.ts';
import type { Pending, Wish } from '../../lib/tickets/wishes.ts';

/**
 * The work at the last stages, on whole orders.
 * @param stages those that are worked on here
 * @param onRecalled told which order comes back
 */
export const useExpoWork = (
  orders: ReadonlyMap<string, Order>,
  stages: readonly Stage[],
  onRecalled: (order: Order) => void,
) => {
  const { workflow, me } = useWorkflow();
  const noteDone = useRef<(pending: Pending) => void>(() => {});
  const work = useWishes(orders, (pending, order) => {
    noteDone.current(pending);
    if (pending.wish.kind === 'recall') onRecalled(order);
  });
  const { wishes, tell } = work;
  const names = stages.map(({ name }) => name);
  const recall = useRecall(workflow, names, work);
  noteDone.current = recall.noteDone;

  const wish = useCallback(
    (what: Wish, order: Order) => {
      // A key that bounced wishes nothing new.
      if (wishes.get().get(order.id)?.wish.kind === what.kind) return;
      if (wishes.add(what, order, order.stage)) return;
      tell(
        'warn',
        `One after the other: ${shortNumber(order.id)}`,
        'What you did before is still on its way.',
      );
    },
    [wishes, tell],
  );
  const mayFinish = (order: Order) => order.status === 'OPEN' && names.includes(order.stage);
  const atOurs = (what: Wish) => (order: Order) => {
    if (mayFinish(order)) wish(what, order);
    else tell('warn', `Not here: ${shortNumber(order.id)}`, `It is at ${order.stage}, which is not yours.`);
  };
  return {
    ...work,
    ...recall,
    mayWork: stages.length > 0,
    mayFinish,
    finish: (order: Order, outcome?: string) =>
      atOurs({ kind: 'complete', ...(outcome === undefined ? {} : { outcome }) })(order),
    claim: (order: Order) => atOurs({ kind: order.claimedBy === me.name ? 'release' : 'claim' })(order),
    rush: (order: Order) => wish({ kind: 'mark', rushed: !order.rushed }, order),
    hold: (order: Order) => wish({ kind: 'mark', held: !order.held }, order),
  };
};

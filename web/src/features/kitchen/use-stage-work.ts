import { useCallback, useRef } from 'react';
import type { LiveTickets } from '../../lib/live/use-live-tickets.ts';
import { type Order, type Stage, shortNumber } from '../../lib/orders/order.ts';
import { mayWorkAt } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { useRecall } from '../../lib/tickets/use-recall.ts';
import { useWishes } from '../../lib/tickets/use-wishes.ts';
import type { Pending, Wish } from '../../lib/tickets/wishes.ts';

/** What can be done to a ticket of a board; each says no by itself where it may not. */
export type TicketActions = {
  done(order: Order, outcome?: string): void;
  claim(order: Order): void;
  rush(order: Order): void;
  hold(order: Order): void;
  fail(order: Order, reason: string): void;
};

/**
 * The work at one stage.
 * @param acknowledge called for what is finished with: a cancelled ticket that was seen, an order that was stopped
 * @param onRecalled told which order comes back
 */
export const useStageWork = (
  stage: Stage,
  live: LiveTickets,
  acknowledge: (order: Order) => void,
  onRecalled: (order: Order) => void,
) => {
  const { workflow, me } = useWorkflow();
  const noteDone = useRef<(pending: Pending) => void>(() => {});
  const work = useWishes(live.orders, (pending, order) => {
    noteDone.current(pending);
    if (pending.wish.kind === 'fail') acknowledge(order);
    if (pending.wish.kind === 'recall') onRecalled(order);
  });
  const { wishes, tell } = work;
  const recall = useRecall(workflow, [stage.name], work);
  noteDone.current = recall.noteDone;

  const mayWork = mayWorkAt(me, stage);
  const wish = useCallback(
    (what: Wish, order: Order) => {
      const number = shortNumber(order.id);
      // A key that bounced wishes nothing new.
      if (order.status !== 'OPEN' || wishes.get().get(order.id)?.wish.kind === what.kind) return;
      if (what.kind !== 'mark' && !mayWork) {
        tell('warn', `Not for your role: ${number}`, `Only a ${stage.role} may do that here.`);
      } else if (!wishes.add(what, order, stage.name)) {
        tell('warn', `One after the other: ${number}`, 'What you did before is still on its way.');
      }
    },
    [mayWork, stage, tell, wishes],
  );
  const actions: TicketActions = {
    done(order, outcome) {
      if (order.status !== 'OPEN') acknowledge(order);
      else wish({ kind: 'complete', ...(outcome === undefined ? {} : { outcome }) }, order);
    },
    claim: (order) => wish({ kind: order.claimedBy === me.name ? 'release' : 'claim' }, order),
    rush: (order) => wish({ kind: 'mark', rushed: !order.rushed }, order),
    hold: (order) => wish({ kind: 'mark', held: !order.held }, order),
    fail: (order, reason) => wish({ kind: 'fail', reason }, order),
  };
  return { ...work, ...recall, actions, mayWork };
};

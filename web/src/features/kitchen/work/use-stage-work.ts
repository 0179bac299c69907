import type { LiveTickets } from '../../../lib/live/use-live-tickets.ts';
import { type Order, type Stage, shortNumber } from '../../../lib/orders/order.ts';
import { mayWorkAt } from '../../../lib/orders/rights.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { useTicketWork } from '../../../lib/tickets/use-ticket-work.ts';

/** What can be done to a ticket of a board; each shows why where it may not. */
export type TicketActions = {
  done(order: Order, outcome?: string): void;
  claim(order: Order): void;
  rush(order: Order): void;
  hold(order: Order): void;
  fail(order: Order, reason: string): void;
};

/**
 * The work at one stage.
 * @param acknowledge called for what needs no more attention: a cancelled ticket that was seen, an order that was stopped
 * @param onRecalled called with the order that returns
 */
export const useStageWork = (
  stage: Stage,
  live: LiveTickets,
  acknowledge: (order: Order) => void,
  onRecalled: (order: Order) => void,
) => {
  const { me } = useWorkflow();
  const mayWork = mayWorkAt(me, stage);
  const { commands, ...work } = useTicketWork({
    orders: live.orders,
    stages: [stage],
    stageOf: () => stage.name,
    blockOf(command, order) {
      if (order.status !== 'OPEN') return 'ignore';
      if (command.kind === 'mark' || mayWork) return undefined;
      const title = t('kitchen.notForRole', { number: shortNumber(order.id) });
      return { title, text: t('kitchen.onlyRole', { role: word(stage.role) }) };
    },
    onDone(kind, order) {
      if (kind === 'fail') acknowledge(order);
      if (kind === 'recall') onRecalled(order);
    },
  });
  const { complete, claim, rush, hold, fail } = commands;
  const actions: TicketActions = {
    done(order, outcome) {
      if (order.status !== 'OPEN') acknowledge(order);
      else complete(order, outcome);
    },
    claim,
    rush,
    hold,
    fail,
  };
  return { ...work, actions, mayWork };
};

import { type Order, type Stage, shortNumber } from '../../lib/orders/order.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { useTicketWork } from '../../lib/tickets/use-ticket-work.ts';

/**
 * The work at the last stages, on whole orders.
 * @param stages those that are worked on here
 * @param onRecalled called with the order that returns
 */
export const useExpoWork = (
  orders: ReadonlyMap<string, Order>,
  stages: readonly Stage[],
  onRecalled: (order: Order) => void,
) => {
  const mayFinish = (order: Order) =>
    order.status === 'OPEN' && stages.some(({ name }) => name === order.stage);
  const { commands, ...work } = useTicketWork({
    orders,
    stages,
    stageOf: ({ stage }) => stage,
    blockOf(command, order) {
      if (command.kind === 'mark' || mayFinish(order)) return undefined;
      const text = t('expo.notYours', { stage: word(order.stage) });
      return { title: t('expo.notHere', { number: shortNumber(order.id) }), text };
    },
    onDone(kind, order) {
      if (kind === 'recall') onRecalled(order);
    },
  });
  const { complete: finish, claim, rush, hold } = commands;
  return { ...work, mayWork: stages.length > 0, mayFinish, finish, claim, rush, hold };
};

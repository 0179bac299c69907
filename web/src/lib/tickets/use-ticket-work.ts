import { type Order, type Stage, shortNumber } from '../orders/order.ts';
import { hasClaim } from '../orders/rights.ts';
import { useWorkflow } from '../orders/workflow-context.ts';
import { t } from '../texts/texts.ts';
import type { TicketCommand } from './command-queue.ts';
import { useCommandQueue } from './use-command-queue.ts';
import { useRecall } from './use-recall.ts';
import { useWorker } from './use-worker.ts';

/** Why a command is not sent: a message to show, or `ignore`. */
export type Block = { title: string; text: string } | 'ignore';

export type TicketWorkOptions = {
  /** The board's, live. */
  orders: ReadonlyMap<string, Order>;
  /** The stages that are worked on here. */
  stages: readonly Stage[];
  /** The stage that a command for this order is meant for. */
  stageOf(order: Order): string;
  /** Undefined when the command may be sent. The server decides: this only explains what it would refuse. */
  blockOf(command: TicketCommand, order: Order): Block | undefined;
  /** Called after each command that was done, with the order as it is then. */
  onDone(kind: TicketCommand['kind'], order: Order): void;
};

/** The work at some stages: commands for tickets, with their state, messages and recall. */
export const useTicketWork = ({ orders, stages, stageOf, blockOf, onDone }: TicketWorkOptions) => {
  const { workflow } = useWorkflow();
  const me = useWorker();
  const queued = useCommandQueue(orders, (pending, order) => {
    recall.recordDone(pending);
    onDone(pending.command.kind, order);
  });
  const { queue, showMessage } = queued;
  const names = stages.map(({ name }) => name);
  const recall = useRecall(workflow, names, queued);

  const send = (command: TicketCommand, order: Order): void => {
    const block = blockOf(command, order);
    if (block === 'ignore') return;
    if (block) {
      showMessage('warn', block.title, block.text);
      return;
    }
    // A key that bounced repeats the command.
    if (queue.get().get(order.id)?.command.kind === command.kind) return;
    if (queue.add(command, order, stageOf(order))) return;
    const title = t('command.oneAfterOther', { number: shortNumber(order.id) });
    showMessage('warn', title, t('command.stillOnItsWay'));
  };
  const commands = {
    complete: (order: Order, outcome?: string) =>
      send({ kind: 'complete', ...(outcome === undefined ? {} : { outcome }) }, order),
    claim: (order: Order) => send({ kind: hasClaim(me, order) ? 'release' : 'claim' }, order),
    rush: (order: Order) => send({ kind: 'mark', rushed: !order.rushed }, order),
    hold: (order: Order) => send({ kind: 'mark', held: !order.held }, order),
    fail: (order: Order, reason: string) => send({ kind: 'fail', reason }, order),
  };
  return { ...queued, ...recall, commands };
};

import type { Sound } from '../../lib/board/sound/use-chimes.ts';
import { capitalised, type Order, type Stage, stageOf } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { DetailsDialog } from '../../ui/board/dialogs/details-dialog.tsx';
import { HelpDialog } from '../../ui/board/dialogs/help-dialog.tsx';
import { OutcomeDialog } from '../../ui/board/dialogs/outcome-dialog.tsx';
import { SettingsDialog } from '../../ui/board/dialogs/settings-dialog.tsx';
import type { ExpoTool } from './expo-head.tsx';
import type { useExpoWork } from './use-expo-work.ts';

/** A dialog of a tool, the details of an order, or the choice of the outcome of an order's stage. */
export type ExpoDialog = ExpoTool | { details: string } | { order: Order; stage: Stage };

/** The one dialog that is open over the expo board. An order that leaves meanwhile closes its details. */
export const ExpoDialogs = ({
  dialog,
  orders,
  work,
  sound,
  onDone,
  onOpen,
}: {
  dialog: ExpoDialog;
  orders: ReadonlyMap<string, Order>;
  work: ReturnType<typeof useExpoWork>;
  sound: Sound;
  /** Finishes an order, or asks for its outcome. */
  onDone(order: Order): void;
  onOpen(dialog: ExpoDialog | undefined): void;
}) => {
  const { workflow } = useWorkflow();
  const onClose = () => onOpen(undefined);
  if (dialog === 'help') return <HelpDialog onClose={onClose} onSettings={() => onOpen('settings')} />;
  if (dialog === 'settings') return <SettingsDialog sound={sound} onClose={onClose} />;
  if ('stage' in dialog) {
    return <OutcomeDialog order={dialog.order} stage={dialog.stage} onDone={work.finish} onClose={onClose} />;
  }
  const order = orders.get(dialog.details);
  if (!order) return null;
  const mayFinish = work.mayFinish(order);
  const verb = stageOf(workflow, order.stage)?.verb ?? order.stage;
  const actions = {
    done: mayFinish ? { words: capitalised(word(verb)), act: onDone } : undefined,
    claim: mayFinish ? work.claim : undefined,
    rush: work.rush,
    hold: work.hold,
  };
  return <DetailsDialog order={order} actions={actions} onClose={onClose} />;
};

import type { Sound } from '../../lib/board/sound/use-chimes.ts';
import type { Order, Stage } from '../../lib/orders/order.ts';
import { HelpDialog } from '../../ui/board/dialogs/help-dialog.tsx';
import { OutcomeDialog } from '../../ui/board/dialogs/outcome-dialog.tsx';
import { SettingsDialog } from '../../ui/board/dialogs/settings-dialog.tsx';
import type { ExpoTool } from './expo-head.tsx';

/** A dialog of a tool, or the choice of the outcome of an order's stage. */
export type ExpoDialog = ExpoTool | { order: Order; stage: Stage };

/** The one dialog that is open over the expo board. */
export const ExpoDialogs = ({
  dialog,
  sound,
  onDone,
  onOpen,
}: {
  dialog: ExpoDialog;
  sound: Sound;
  onDone(order: Order, outcome: string): void;
  onOpen(dialog: ExpoDialog | undefined): void;
}) => {
  const onClose = () => onOpen(undefined);
  if (dialog === 'help') return <HelpDialog onClose={onClose} onSettings={() => onOpen('settings')} />;
  if (dialog === 'settings') return <SettingsDialog sound={sound} onClose={onClose} />;
  return <OutcomeDialog order={dialog.order} stage={dialog.stage} onDone={onDone} onClose={onClose} />;
};

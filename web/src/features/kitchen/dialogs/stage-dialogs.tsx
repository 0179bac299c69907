import type { Sound } from '../../../lib/board/sound/use-chimes.ts';
import type { Order, Stage } from '../../../lib/orders/order.ts';
import { t } from '../../../lib/texts/texts.ts';
import { DetailsDialog } from '../../../ui/board/dialogs/details-dialog.tsx';
import { HelpDialog } from '../../../ui/board/dialogs/help-dialog.tsx';
import { OutcomeDialog } from '../../../ui/board/dialogs/outcome-dialog.tsx';
import { SettingsDialog } from '../../../ui/board/dialogs/settings-dialog.tsx';
import type { useStageWork } from '../work/use-stage-work.ts';
import { AllDayDialog } from './all-day-dialog.tsx';
import { FailDialog } from './fail-dialog.tsx';
import { RecentDialog } from './recent-dialog.tsx';

/** A dialog that a button of the board's head opens. */
export type StageTool = 'all-day' | 'recent' | 'settings' | 'help';

export type StageDialog = { kind: StageTool } | { kind: 'details' | 'fail' | 'outcome'; id: string };

/** The one dialog that is open over a board. A ticket that leaves meanwhile closes its dialog. */
export const StageDialogs = ({
  dialog,
  stage,
  orders,
  work,
  sound,
  departures,
  onDone,
  onOpen,
}: {
  dialog: StageDialog;
  stage: Stage;
  orders: ReadonlyMap<string, Order>;
  work: ReturnType<typeof useStageWork>;
  sound: Sound;
  departures: number;
  /** Finishes a ticket, or asks for its outcome. */
  onDone(order: Order): void;
  onOpen(dialog: StageDialog | undefined): void;
}) => {
  const onClose = () => onOpen(undefined);
  switch (dialog.kind) {
    case 'all-day':
      return <AllDayDialog orders={orders} onClose={onClose} />;
    case 'recent':
      return <RecentDialog stage={stage} work={work} trigger={departures} onClose={onClose} />;
    case 'settings':
      return <SettingsDialog sound={sound} onClose={onClose} />;
    case 'help':
      return <HelpDialog onClose={onClose} onSettings={() => onOpen({ kind: 'settings' })} />;
    case 'details':
    case 'fail':
    case 'outcome':
      break;
    default:
      return dialog satisfies never;
  }
  const order = orders.get(dialog.id);
  if (!order) return null;
  const { kind, id } = dialog;
  if (kind === 'fail') return <FailDialog order={order} onFail={work.actions.fail} onClose={onClose} />;
  if (kind === 'outcome') {
    return <OutcomeDialog order={order} stage={stage} onDone={work.actions.done} onClose={onClose} />;
  }
  const { claim, rush, hold } = work.actions;
  const lost = order.status !== 'OPEN';
  const actions = {
    done: work.mayWork || lost ? { words: t(lost ? 'ticket.seen' : 'ticket.done'), act: onDone } : undefined,
    claim: work.mayWork ? claim : undefined,
    rush,
    hold,
    fail: work.mayWork ? () => onOpen({ kind: 'fail', id }) : undefined,
  };
  return <DetailsDialog order={order} actions={actions} onClose={onClose} />;
};

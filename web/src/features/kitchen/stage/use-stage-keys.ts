import type { Board } from '../../../lib/board/layout/use-board.ts';
import type { BoardAction } from '../../../lib/board/settings/key-map.ts';
import { type BoardScreen, pageActions } from '../../../lib/board/use-board-screen.ts';
import { useKeys } from '../../../lib/board/use-keys.ts';
import type { Order } from '../../../lib/orders/order.ts';
import { t } from '../../../lib/texts/texts.ts';
import type { StageDialog } from '../dialogs/stage-dialogs.tsx';
import type { useStageWork } from '../work/use-stage-work.ts';

/** The keys of a stage's board; most act on the selected ticket. */
export const useStageKeys = ({
  board,
  orders,
  work,
  screen,
  finish,
  openDialog,
}: {
  board: Board;
  orders: ReadonlyMap<string, Order>;
  work: ReturnType<typeof useStageWork>;
  screen: BoardScreen;
  finish(order: Order): void;
  openDialog(dialog: StageDialog): void;
}): void => {
  const onAction = (action: BoardAction) => {
    const order = board.selected === undefined ? undefined : orders.get(board.selected);
    const withOrder = (act: (order: Order) => void) =>
      order ? act(order) : work.announce(t('ticket.selectFirst'));
    const acts: Record<BoardAction, () => void> = {
      ...pageActions(board, screen, work.dismiss),
      done: () => withOrder(finish),
      claim: () => withOrder(work.actions.claim),
      rush: () => withOrder(work.actions.rush),
      hold: () => withOrder(work.actions.hold),
      fail: () => withOrder(({ id }) => openDialog({ kind: 'fail', id })),
      details: () => withOrder(({ id }) => openDialog({ kind: 'details', id })),
      recall: () => void work.recallLast(),
      'all-day': () => openDialog({ kind: 'all-day' }),
      help: () => openDialog({ kind: 'help' }),
    };
    acts[action]();
  };
  useKeys({ onSlot: board.onSlot, onMove: board.onMove, onAction });
};

import type { Board } from '../../lib/board/layout/use-board.ts';
import type { BoardAction } from '../../lib/board/settings/key-map.ts';
import { type BoardScreen, pageActions } from '../../lib/board/use-board-screen.ts';
import { useKeys } from '../../lib/board/use-keys.ts';
import type { Order } from '../../lib/orders/order.ts';
import { t } from '../../lib/texts/texts.ts';
import type { ExpoDialog } from './expo-dialogs.tsx';
import type { useExpoWork } from './use-expo-work.ts';

/** The keys of the expo board; most act on the selected order. */
export const useExpoKeys = ({
  board,
  orders,
  work,
  screen,
  finish,
  openDialog,
}: {
  board: Board;
  orders: ReadonlyMap<string, Order>;
  work: ReturnType<typeof useExpoWork>;
  screen: BoardScreen;
  finish(order: Order): void;
  openDialog(dialog: ExpoDialog): void;
}): void => {
  const onAction = (action: BoardAction) => {
    const order = board.selected === undefined ? undefined : orders.get(board.selected);
    const withOrder = (act: (order: Order) => void) =>
      order ? act(order) : work.announce(t('expo.selectFirst'));
    const acts: Partial<Record<BoardAction, () => void>> = {
      ...pageActions(board, screen, work.dismiss),
      done: () => withOrder(finish),
      claim: () => withOrder(work.claim),
      rush: () => withOrder(work.rush),
      hold: () => withOrder(work.hold),
      details: () => withOrder((one) => openDialog({ details: one.id })),
      recall: () => void work.recallLast(),
      help: () => openDialog('help'),
    };
    acts[action]?.();
  };
  useKeys({ onSlot: board.onSlot, onMove: board.onMove, onAction });
};

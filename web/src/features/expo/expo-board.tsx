import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useBoard } from '../../lib/board/layout/use-board.ts';
import type { BoardAction } from '../../lib/board/settings/key-map.ts';
import { pageActions, useBoardScreen } from '../../lib/board/use-board-screen.ts';
import { useKeys } from '../../lib/board/use-keys.ts';
import { useTicketChanges } from '../../lib/board/use-ticket-changes.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import type { Order } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { sortForBoard } from '../../lib/tickets/board-order.ts';
import { HelpDialog } from '../../ui/board/dialogs/help-dialog.tsx';
import { OutcomeDialog } from '../../ui/board/dialogs/outcome-dialog.tsx';
import { SettingsDialog } from '../../ui/board/dialogs/settings-dialog.tsx';
import { BoardFoot } from '../../ui/board/frame/board-foot.tsx';
import { BoardPage } from '../../ui/board/frame/board-page.tsx';
import { ExpoCard } from './expo-card.tsx';
import { ExpoHead, type ExpoTool } from './expo-head.tsx';
import { expoStages } from './expo-order.ts';
import { useExpoWork } from './use-expo-work.ts';

const open = { status: ['OPEN' as const, 'INCIDENT' as const] };
const promisedAt = (order: Order) => Date.parse(order.promisedAt);

/** Whole orders with the mark of each stage, the most urgent promise first. */
export const ExpoBoard = () => {
  const { workflow, me, pathOf } = useWorkflow();
  const [, navigate] = useLocation();
  const live = useLiveOrders({ workflow: workflow.name, filter: open });
  const stages = useMemo(() => expoStages(workflow, me), [workflow, me]);
  const [onlyOurs, setOnlyOurs] = useState(false);
  const [dialog, setDialog] = useState<ExpoTool | Order>();

  // What has come to these stages is news here; what happens before is not.
  const ours = useMemo(() => {
    const here = [...live.orders].filter(([, { stage }]) => stages.some(({ name }) => name === stage));
    return { ...live, orders: new Map(here) };
  }, [live, stages]);
  const shown = useMemo(
    () => sortForBoard((onlyOurs ? ours : live).orders.values(), promisedAt).map(({ id }) => id),
    [live, ours, onlyOurs],
  );
  const board = useBoard(shown);
  const work = useExpoWork(live.orders, stages, ({ id }) => board.select(id));
  const screen = useBoardScreen();
  useTicketChanges(ours, work.pending, screen.sound.play);

  const stageAt = (order: Order) => stages.find(({ name }) => name === order.stage);
  const finish = (order: Order) => {
    if (work.mayFinish(order) && (stageAt(order)?.outcomes.length ?? 0) > 0) setDialog(order);
    else work.finish(order);
  };
  const onAction = (action: BoardAction) => {
    const order = board.selected === undefined ? undefined : live.orders.get(board.selected);
    const withOrder = (act: (order: Order) => void) =>
      order ? act(order) : work.announce('Select an order first: press its number.');
    const acts: Partial<Record<BoardAction, () => void>> = {
      ...pageActions(board, screen, work.dismiss),
      done: () => withOrder(finish),
      claim: () => withOrder(work.claim),
      rush: () => withOrder(work.rush),
      hold: () => withOrder(work.hold),
      details: () => withOrder((one) => navigate(pathOf(one))),
      recall: () => void work.recallLast(),
      help: () => setDialog('help'),
    };
    acts[action]?.();
  };
  useKeys({ onSlot: board.onSlot, onMove: board.onMove, onAction });

  const card = (id: string, slot: number) => {
    const order = live.orders.get(id);
    if (!order) return null;
    return (
      <ExpoCard
        order={order}
        slot={slot}
        selected={board.selected === id}
        pending={work.pending.get(id)}
        mayFinish={work.mayFinish(order)}
        onFocus={board.recordFocus}
        onDone={finish}
      />
    );
  };
  const close = () => setDialog(undefined);
  const outcomesOf = typeof dialog === 'object' ? stageAt(dialog) : undefined;
  return (
    <BoardPage
      board={board}
      live={live}
      label="Orders"
      empty={shown.length === 0}
      head={
        <ExpoHead
          live={live}
          ours={ours.orders.size}
          onlyOurs={onlyOurs}
          onFilter={setOnlyOurs}
          screen={screen}
          onTool={setDialog}
        />
      }
      renderSlot={card}
      foot={<BoardFoot page={board.page} length={shown.length} onTurn={board.turnTo} work={work} />}
    >
      {dialog === 'help' && <HelpDialog onClose={close} onSettings={() => setDialog('settings')} />}
      {dialog === 'settings' && <SettingsDialog sound={screen.sound} onClose={close} />}
      {typeof dialog === 'object' && outcomesOf && (
        <OutcomeDialog order={dialog} stage={outcomesOf} onDone={work.finish} onClose={close} />
      )}
    </BoardPage>
  );
};

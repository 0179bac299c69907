import { useMemo, useState } from 'react';
import { useBoard } from '../../lib/board/layout/use-board.ts';
import { useBoardScreen } from '../../lib/board/use-board-screen.ts';
import { useTicketChanges } from '../../lib/board/use-ticket-changes.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import type { Order } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { sortForBoard } from '../../lib/tickets/board-order.ts';
import { BoardFoot } from '../../ui/board/frame/board-foot.tsx';
import { BoardPage } from '../../ui/board/frame/board-page.tsx';
import { ExpoCard } from './expo-card.tsx';
import { type ExpoDialog, ExpoDialogs } from './expo-dialogs.tsx';
import { ExpoHead } from './expo-head.tsx';
import { expoStages } from './expo-order.ts';
import { useExpoKeys } from './use-expo-keys.ts';
import { useExpoWork } from './use-expo-work.ts';

const open = { status: ['OPEN' as const, 'INCIDENT' as const] };
const promisedAt = (order: Order) => Date.parse(order.promisedAt);

/** Whole orders with the mark of each stage, the most urgent promise first. */
export const ExpoBoard = () => {
  const { workflow, me } = useWorkflow();
  const live = useLiveOrders({ workflow: workflow.name, filter: open });
  const stages = useMemo(() => expoStages(workflow, me), [workflow, me]);
  const [onlyOurs, setOnlyOurs] = useState(false);
  const [dialog, setDialog] = useState<ExpoDialog>();

  // Orders at these stages cause chimes here; those at earlier stages do not.
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
    const stage = stageAt(order);
    if (work.mayFinish(order) && stage && stage.outcomes.length > 0) setDialog({ order, stage });
    else work.finish(order);
  };
  useExpoKeys({ board, orders: live.orders, work, screen, finish, openDialog: setDialog });

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
        onMore={() => setDialog({ details: id })}
      />
    );
  };
  return (
    <BoardPage
      board={board}
      live={live}
      label={t('expo.orders')}
      empty={shown.length === 0}
      work={work}
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
      {dialog && (
        <ExpoDialogs
          dialog={dialog}
          orders={live.orders}
          work={work}
          sound={screen.sound}
          onDone={finish}
          onOpen={setDialog}
        />
      )}
    </BoardPage>
  );
};

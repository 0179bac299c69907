import { lazy, Suspense, useState } from 'react';
import { useBoard } from '../../../lib/board/layout/use-board.ts';
import { useBoardScreen } from '../../../lib/board/use-board-screen.ts';
import { useTicketChanges } from '../../../lib/board/use-ticket-changes.ts';
import { useLiveTickets } from '../../../lib/live/use-live-tickets.ts';
import type { Order, Stage } from '../../../lib/orders/order.ts';
import { screenStageOf } from '../../../lib/orders/rights.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { useStagePause } from '../../../lib/pause/use-stage-pause.ts';
import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { useWorker } from '../../../lib/tickets/use-worker.ts';
import { BoardFoot } from '../../../ui/board/frame/board-foot.tsx';
import { BoardPage } from '../../../ui/board/frame/board-page.tsx';
import { PauseNotice } from '../../../ui/pause/pause-notice.tsx';
import { type StageDialog, StageDialogs } from '../dialogs/stage-dialogs.tsx';
import { useStageTickets } from '../work/use-stage-tickets.ts';
import { useStageWork } from '../work/use-stage-work.ts';
import { StageHead } from './stage-head.tsx';
import { Ticket } from './ticket.tsx';
import { useStageKeys } from './use-stage-keys.ts';

const CookAtScreen = lazy(async () => ({
  default: (await import('../cook/cook-at-screen.tsx')).CookAtScreen,
}));

/** The tickets of one stage in numbered slots, worked by keys, touch or a mouse. */
export const StageBoard = ({ stage }: { stage: Stage }) => {
  const { workflow } = useWorkflow();
  const me = useWorker();
  const live = useLiveTickets(workflow.name, stage.name);
  const { orders, acknowledge } = useStageTickets(live);
  const board = useBoard([...orders.keys()]);
  const work = useStageWork(stage, live, acknowledge, ({ id }) => board.select(id));
  const screen = useBoardScreen();
  const pause = useStagePause(workflow.name, stage.name);
  const changed = useTicketChanges(live, work.pending, screen.sound.play);
  const [dialog, setDialog] = useState<StageDialog>();

  const finish = (order: Order) => {
    if (order.status === 'OPEN' && stage.outcomes.length > 0) setDialog({ kind: 'outcome', id: order.id });
    else work.actions.done(order);
  };
  useStageKeys({ board, orders, work, screen, finish, openDialog: setDialog });

  const ticket = (id: string, slot: number) => {
    const order = orders.get(id);
    if (!order) return null;
    return (
      <Ticket
        order={order}
        slot={slot}
        stage={stage}
        me={me}
        mayWork={work.mayWork}
        selected={board.selected === id}
        pending={work.pending.get(id)}
        changedAt={changed.get(id)}
        onFocus={board.recordFocus}
        onDone={finish}
        onClaim={work.actions.claim}
        onMore={() => setDialog({ kind: 'details', id })}
      />
    );
  };
  return (
    <BoardPage
      board={board}
      live={live}
      label={t('board.ticketsTo', { verb: word(stage.verb) })}
      empty={orders.size === 0}
      work={work}
      notice={pause && <PauseNotice stage={stage} pause={pause} />}
      head={
        <StageHead
          stage={stage}
          live={live}
          orders={orders}
          screen={screen}
          paused={pause !== undefined}
          worker={
            screenStageOf(me, workflow) === stage.name && (
              <Suspense>
                <CookAtScreen showMessage={work.showMessage} />
              </Suspense>
            )
          }
          onTool={(kind) => setDialog({ kind })}
        />
      }
      renderSlot={ticket}
      foot={<BoardFoot page={board.page} length={orders.size} onTurn={board.turnTo} work={work} />}
    >
      {dialog && (
        <StageDialogs
          dialog={dialog}
          stage={stage}
          orders={orders}
          work={work}
          sound={screen.sound}
          departures={live.departures}
          onDone={finish}
          onOpen={setDialog}
        />
      )}
    </BoardPage>
  );
};

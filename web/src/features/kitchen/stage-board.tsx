import { useEffect, useState } from 'react';
import type { BoardAction } from '../../lib/board/key-map.ts';
import { changeSettings, useBoardSettings } from '../../lib/board/settings.ts';
import { useBoard } from '../../lib/board/use-board.ts';
import { useChimes } from '../../lib/board/use-chimes.ts';
import { useKeys } from '../../lib/board/use-keys.ts';
import { useWakeLock } from '../../lib/board/use-wake-lock.ts';
import { useLink } from '../../lib/live/connection-context.ts';
import { useLiveTickets } from '../../lib/live/use-live-tickets.ts';
import type { Order, Stage } from '../../lib/orders/order.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { markBoard } from '../../lib/theme/theme.ts';
import { BoardGrid } from '../../ui/board/board-grid.tsx';
import { Notice } from '../../ui/notice.tsx';
import { BoardNews } from './board-news.tsx';
import { StageBlank } from './stage-blank.tsx';
import styles from './stage-board.module.css';
import { type StageDialog, StageDialogs } from './stage-dialogs.tsx';
import { StageFoot } from './stage-foot.tsx';
import { StageHead } from './stage-head.tsx';
import { Ticket } from './ticket.tsx';
import { useStageTickets } from './use-stage-tickets.ts';
import { useStageWork } from './use-stage-work.ts';
import { useTicketNews } from './use-ticket-news.ts';

/** The tickets of one stage on numbered places, worked by keys, fingers or a mouse. */
export const StageBoard = ({ stage }: { stage: Stage }) => {
  const { workflow, me } = useWorkflow();
  const live = useLiveTickets(workflow.name, stage.name);
  const { orders, acknowledge } = useStageTickets(live);
  const board = useBoard([...orders.keys()]);
  const work = useStageWork(stage, live, acknowledge, ({ id }) => board.select(id));
  const settings = useBoardSettings();
  const sound = useChimes();
  const wake = useWakeLock(settings.awake);
  const changed = useTicketNews(live, work.pending, sound.play);
  const { phase } = useLink();
  const [dialog, setDialog] = useState<StageDialog>();

  useEffect(() => {
    markBoard(true);
    return () => markBoard(false);
  }, []);

  const finish = (order: Order) => {
    if (order.status === 'OPEN' && stage.outcomes.length > 0) setDialog({ kind: 'outcome', id: order.id });
    else work.actions.done(order);
  };
  const onAction = (action: BoardAction) => {
    const order = board.selected === undefined ? undefined : orders.get(board.selected);
    const withOrder = (act: (order: Order) => void) =>
      order ? act(order) : work.say('Select a ticket first: press its number.');
    const acts: Record<BoardAction, () => void> = {
      done: () => withOrder(finish),
      claim: () => withOrder(work.actions.claim),
      rush: () => withOrder(work.actions.rush),
      hold: () => withOrder(work.actions.hold),
      fail: () => withOrder(({ id }) => setDialog({ kind: 'fail', id })),
      details: () => withOrder(({ id }) => setDialog({ kind: 'details', id })),
      recall: () => void work.recallLast(),
      'all-day': () => setDialog({ kind: 'all-day' }),
      sound: () => changeSettings({ sound: !settings.sound }),
      'first-page': () => board.turnTo(0),
      'last-page': () => board.turnTo(board.page.count - 1),
      'previous-page': () => board.turnTo(board.page.index - 1),
      'next-page': () => board.turnTo(board.page.index + 1),
      help: () => setDialog({ kind: 'help' }),
      clear() {
        work.dismiss();
        board.select(undefined);
        board.grid.current?.focus();
      },
    };
    acts[action]();
  };
  useKeys({ onPlace: board.onPlace, onMove: board.onMove, onAction });

  return (
    <section className={styles.board} aria-labelledby="stage-heading" data-phase={phase}>
      <StageHead
        stage={stage}
        live={live}
        orders={orders}
        sound={sound.state}
        wake={wake}
        onOpen={setDialog}
      />
      <div className={styles.middle}>
        {live.problem && (
          <div className={styles.problem}>
            <Notice tone="bad" title="The tickets cannot be shown completely">
              <p>{live.problem.message} This board tries again by itself.</p>
            </Notice>
          </div>
        )}
        <BoardGrid board={board} label={`Tickets to ${stage.verb}`} fresh={phase === 'live'}>
          {(id, place) => {
            const order = orders.get(id);
            return (
              order && (
                <Ticket
                  order={order}
                  place={place}
                  stage={stage}
                  myName={me.name}
                  mayWork={work.mayWork}
                  selected={board.selected === id}
                  pending={work.pending.get(id)}
                  changedAt={changed.get(id)}
                  onFocus={board.noteFocus}
                  onDone={finish}
                  onClaim={work.actions.claim}
                  onMore={() => setDialog({ kind: 'details', id })}
                />
              )
            );
          }}
        </BoardGrid>
        {orders.size === 0 && <StageBlank live={live} connected={phase === 'live'} />}
      </div>
      <StageFoot page={board.page} length={orders.size} onTurn={board.turnTo} work={work} />
      <BoardNews live={live} />
      {dialog && (
        <StageDialogs
          dialog={dialog}
          stage={stage}
          orders={orders}
          work={work}
          sound={sound}
          departures={live.departures}
          onOpen={setDialog}
        />
      )}
    </section>
  );
};

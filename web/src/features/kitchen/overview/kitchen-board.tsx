import { useMemo } from 'react';
import { useLink } from '../../../lib/live/connection-context.ts';
import { type LiveOrders, useLiveOrders } from '../../../lib/live/use-live-orders.ts';
import { useRecentOrders } from '../../../lib/orders/use-recent-orders.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { usePausedNow } from '../../../lib/pause/use-paused-now.ts';
import { t } from '../../../lib/texts/texts.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { BoardAnnouncements } from '../../../ui/board/frame/board-announcements.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import { BoardTotals } from './board-totals.tsx';
import styles from './kitchen-board.module.css';
import { Lane } from './lane.tsx';
import { lanesOf } from './lanes.ts';
import { RecentLane } from './recent-lane.tsx';

const open = { status: ['OPEN' as const, 'INCIDENT' as const] };
const closed = ['FINISHED', 'CANCELLED', 'SCRAPPED'] as const;

/** All stages of the workflow, live, each order a card in the lane of its stage. */
export const KitchenBoard = ({ title = t('kitchen.now') }: { title?: string }) => {
  const { workflow } = useWorkflow();
  const live = useLiveOrders({ workflow: workflow.name, filter: open });
  const recent = useRecentOrders(workflow.name, closed, 20, live.departures);
  const now = usePausedNow();
  const { phase } = useLink();
  const lanes = useMemo(() => lanesOf(workflow, live.orders.values()), [workflow, live.orders]);
  const shown = live.known || live.problem ? lanes : [];

  return (
    <section aria-labelledby="kitchen-heading" className={styles.board} data-phase={phase}>
      <header className={styles.head}>
        <h2 id="kitchen-heading">{title}</h2>
        {live.known && <BoardTotals orders={live.orders} />}
        <p className={styles.updated}>{updatedWords(live, phase === 'live')}</p>
      </header>
      {live.problem && (
        <Notice tone="bad" title={t('kitchen.problem')}>
          <p>{t('kitchen.triesAgain', { message: live.problem.message })}</p>
        </Notice>
      )}
      {/* Focusable, so that arrow keys scroll it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: as above */}
      <section className={styles.lanes} aria-label={t('floor.stages')} tabIndex={0}>
        {/* All at once: lanes that are filled one by one push each other down on a phone. */}
        {shown.map((lane, index) => (
          <Lane
            key={lane.name}
            lane={lane}
            position={index + 1}
            known={live.known}
            paused={now?.stages.find(({ name }) => name === lane.name)?.paused?.reason}
          />
        ))}
        {shown.length > 0 && <RecentLane recent={recent} />}
      </section>
      <BoardAnnouncements live={live} />
    </section>
  );
};

/** When the board was last updated. It may call itself clear only while it would receive changes. */
const updatedWords = ({ updatedAt, orders }: LiveOrders, connected: boolean): string => {
  if (updatedAt === undefined) return t('kitchen.loading');
  const time = timeOfDay(updatedAt, updatedAt);
  if (!connected) return t('kitchen.asOf', { time });
  return t(orders.size === 0 ? 'board.allClear' : 'kitchen.updated', { time });
};

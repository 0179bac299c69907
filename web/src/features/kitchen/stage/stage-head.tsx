import type { BoardScreen } from '../../../lib/board/use-board-screen.ts';
import type { LiveTickets } from '../../../lib/live/use-live-tickets.ts';
import { ageStep } from '../../../lib/orders/age.ts';
import { capitalised, type Order, readyAt, type Stage } from '../../../lib/orders/order.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { BoardHead, type Tool } from '../../../ui/board/frame/board-head.tsx';
import { BoardMarks } from '../../../ui/board/frame/board-marks.tsx';
import type { StageTool } from '../dialogs/stage-dialogs.tsx';

const tools: Tool<StageTool>[] = [
  { icon: 'sum', words: 'All-day', kind: 'all-day' },
  { icon: 'recalled', words: 'Recently done', kind: 'recent' },
  { icon: 'settings', words: 'Settings', kind: 'settings' },
  { icon: 'help', words: 'Keys', kind: 'help' },
];

/** The stage's name, how many tickets it has and how many of them are late. */
export const StageHead = ({
  stage,
  live,
  orders,
  screen,
  onTool,
}: {
  stage: Stage;
  live: LiveTickets;
  orders: ReadonlyMap<string, Order>;
  screen: BoardScreen;
  onTool(kind: StageTool): void;
}) => (
  <BoardHead
    title={capitalised(stage.name)}
    count={
      live.known ? (
        <>
          {live.total !== undefined && <>the first {live.orders.size} of </>}
          <strong>{live.total ?? live.orders.size}</strong>{' '}
          {(live.total ?? live.orders.size) === 1 ? 'ticket' : 'tickets'}
        </>
      ) : (
        'loading'
      )
    }
    marks={<LateMarks stage={stage} orders={orders} />}
    screen={screen}
    tools={tools}
    onTool={onTool}
  />
);

const LateMarks = ({ stage, orders }: { stage: Stage; orders: ReadonlyMap<string, Order> }) => {
  const now = useNow();
  const counts = { fresh: 0, warn: 0, late: 0, critical: 0 };
  for (const order of orders.values()) {
    if (order.status === 'OPEN') counts[ageStep((now - readyAt(order)) / 1_000, stage.targetSeconds)] += 1;
  }
  return (
    <BoardMarks
      marks={[
        { icon: 'late', tone: 'warn', count: counts.warn, word: 'slow' },
        { icon: 'late', tone: 'bad', count: counts.late, word: 'late' },
        { icon: 'incident', tone: 'bad', count: counts.critical, word: 'very late' },
      ]}
    />
  );
};

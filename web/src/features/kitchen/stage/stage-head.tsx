import type { ReactNode } from 'react';
import type { BoardScreen } from '../../../lib/board/use-board-screen.ts';
import type { LiveTickets } from '../../../lib/live/use-live-tickets.ts';
import { ageStep } from '../../../lib/orders/age.ts';
import { capitalised, type Order, readyAt, type Stage } from '../../../lib/orders/order.ts';
import { t } from '../../../lib/texts/texts.ts';
import { word } from '../../../lib/texts/workflow-words.ts';
import { numberWords } from '../../../lib/time/format.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { BoardHead, type Tool } from '../../../ui/board/frame/board-head.tsx';
import { BoardMarks } from '../../../ui/board/frame/board-marks.tsx';
import { PauseButton } from '../../../ui/pause/pause-button.tsx';
import type { StageTool } from '../dialogs/stage-dialogs.tsx';

const tools: Tool<StageTool>[] = [
  { icon: 'sum', words: 'board.allDay', kind: 'all-day' },
  { icon: 'recalled', words: 'board.recent', kind: 'recent' },
  { icon: 'settings', words: 'board.settings', kind: 'settings' },
  { icon: 'help', words: 'board.keys', kind: 'help' },
];

/** The stage's name, how many tickets it has and how many of them are late. */
export const StageHead = ({
  stage,
  live,
  orders,
  screen,
  paused,
  worker,
  onTool,
}: {
  stage: Stage;
  live: LiveTickets;
  orders: ReadonlyMap<string, Order>;
  screen: BoardScreen;
  paused: boolean;
  /** At a wall screen: who works there. */
  worker: ReactNode;
  onTool(kind: StageTool): void;
}) => (
  <BoardHead
    title={capitalised(word(stage.name))}
    count={countWords(live)}
    marks={<LateMarks stage={stage} orders={orders} />}
    screen={screen}
    filter={
      <>
        {worker}
        <PauseButton stage={stage} paused={paused} compact />
      </>
    }
    tools={tools}
    onTool={onTool}
  />
);

const countWords = ({ oldestOf, known, orders }: LiveTickets): string => {
  const shown = orders.size;
  if (!oldestOf) return known ? t('board.ticketCount', { count: shown }) : t('board.loading');
  return oldestOf.total === undefined
    ? t('board.oldestOfMore', { shown })
    : t('board.oldest', { shown, total: numberWords(oldestOf.total) });
};

const LateMarks = ({ stage, orders }: { stage: Stage; orders: ReadonlyMap<string, Order> }) => {
  const now = useNow();
  const counts = { fresh: 0, warn: 0, late: 0, critical: 0 };
  for (const order of orders.values()) {
    if (order.status === 'OPEN') counts[ageStep((now - readyAt(order)) / 1_000, stage.targetSeconds)] += 1;
  }
  return (
    <BoardMarks
      marks={[
        { icon: 'late', tone: 'warn', count: counts.warn, words: 'floor.slow' },
        { icon: 'late', tone: 'bad', count: counts.late, words: 'floor.lateCount' },
        { icon: 'incident', tone: 'bad', count: counts.critical, words: 'floor.veryLate' },
      ]}
    />
  );
};

import type { BoardScreen } from '../../lib/board/use-board-screen.ts';
import type { LiveOrders } from '../../lib/live/use-live-orders.ts';
import { promiseState } from '../../lib/orders/promise-state.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { BoardHead, type Tool } from '../../ui/board/frame/board-head.tsx';
import { BoardMarks } from '../../ui/board/frame/board-marks.tsx';
import { Button } from '../../ui/button.tsx';
import { isReady } from './expo-order.ts';

export type ExpoTool = 'settings' | 'help';

const tools: Tool<ExpoTool>[] = [
  { icon: 'settings', words: 'board.settings', kind: 'settings' },
  { icon: 'help', words: 'board.keys', kind: 'help' },
];

/** How many orders there are, how many are ready or late, and whether only those of the last stages are shown. */
export const ExpoHead = ({
  live,
  ours,
  onlyOurs,
  onFilter,
  screen,
  onTool,
}: {
  live: LiveOrders;
  ours: number;
  onlyOurs: boolean;
  onFilter(onlyOurs: boolean): void;
  screen: BoardScreen;
  onTool(kind: ExpoTool): void;
}) => (
  <BoardHead
    title={t('app.expo')}
    count={live.known ? t('board.orderCount', { count: live.orders.size }) : t('board.loading')}
    marks={<PromiseMarks live={live} />}
    screen={screen}
    filter={
      <Button aria-pressed={onlyOurs} onClick={() => onFilter(!onlyOurs)}>
        {t('expo.myStations', { count: ours })}
      </Button>
    }
    tools={tools}
    onTool={onTool}
  />
);

const PromiseMarks = ({ live }: { live: LiveOrders }) => {
  const { workflow } = useWorkflow();
  const now = useNow();
  const counts = { kept: 0, 'at-risk': 0, late: 0, ready: 0 };
  for (const order of live.orders.values()) {
    counts[promiseState(order, workflow, now)] += 1;
    if (isReady(order)) counts.ready += 1;
  }
  return (
    <BoardMarks
      marks={[
        { icon: 'done', tone: 'good', count: counts.ready, words: 'expo.ready' },
        { icon: 'late', tone: 'warn', count: counts['at-risk'], words: 'expo.atRisk' },
        { icon: 'late', tone: 'bad', count: counts.late, words: 'expo.late' },
      ]}
    />
  );
};

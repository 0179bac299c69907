import { capitalised, stageOf } from '../../lib/orders/order.ts';
import { trendWords } from '../../lib/orders/trend-words.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { PauseButton } from '../../ui/pause/pause-button.tsx';
import { PauseNotice } from '../../ui/pause/pause-notice.tsx';
import type { LagPoints } from './lag-points.ts';
import { Partitions } from './partitions.tsx';
import type { Period } from './periods.ts';
import { Row } from './row.tsx';
import { stateOf } from './stage-state.ts';
import type { StageRow } from './use-backlog.ts';
import { Workers } from './workers.tsx';

/** One stage. */
export const LagRow = ({
  row,
  reason,
  ...rest
}: {
  row: StageRow;
  /** Why it has its workers, unless that is said for several stages at once. */
  reason: string | null;
  points: LagPoints;
  period: Period;
  open: boolean;
  onToggle(): void;
}) => {
  const { workflow } = useWorkflow();
  const stage = stageOf(workflow, row.stage);
  const content = {
    title: capitalised(word(row.stage)),
    state: stateOf(row),
    unit: t('lag.tickets'),
    lag: row.lag,
    oldestWaitingSince: row.oldestWaitingSince,
    flow: trendWords(row),
    workers: <Workers row={row} reason={reason} />,
  };
  return (
    <Row content={content} name={word(row.stage)} {...rest}>
      {row.paused && <PauseNotice stage={stage} pause={row.paused} />}
      <PauseButton stage={stage} paused={row.paused !== null} />
      <Partitions row={row} />
    </Row>
  );
};

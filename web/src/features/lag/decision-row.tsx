import { trendWords } from '../../lib/orders/trend-words.ts';
import { t } from '../../lib/texts/texts.ts';
import { decisionState } from './decision-state.ts';
import { type LagPoints, unknown } from './lag-points.ts';
import type { Period } from './periods.ts';
import { Row } from './row.tsx';
import type { Backlog } from './use-backlog.ts';

/** The heart: whether what people and workers send is decided, and how much waits for that. */
export const DecisionRow = ({
  decisions,
  ...row
}: {
  decisions: Backlog['decisions'];
  points: LagPoints;
  period: Period;
  open: boolean;
  onToggle(): void;
}) => {
  const { waiting, oldestWaitingSince, members } = decisions;
  const content = {
    title: t('lag.decided'),
    state: decisionState(decisions),
    unit: t('lag.commands'),
    lag: waiting,
    oldestWaitingSince,
    flow: trendWords(flowOfDecisions(decisions)),
    workers: members === null ? unknown : t('lag.processors', { count: members }),
  };
  return <Row content={content} name={t('lag.deciding')} heart {...row} />;
};

/** As the flow of a stage, whose words fit. */
const flowOfDecisions = ({ waiting, members, inRate, outRate, undecidedSince }: Backlog['decisions']) => ({
  lag: waiting,
  members,
  inRate,
  outRate,
  drainSeconds: null,
  stalledSince: undecidedSince,
});

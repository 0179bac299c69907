import { trendWords } from '../../lib/orders/trend-words.ts';
import { t } from '../../lib/texts/texts.ts';
import { Age } from '../../ui/age.tsx';
import { Mark } from '../../ui/mark.tsx';
import { decisionState } from './decision-state.ts';
import styles from './lag-page.module.css';
import { type LagPoints, unknown } from './lag-points.ts';
import { OpenRow, RowHead } from './open-row.tsx';
import type { Period } from './periods.ts';
import { Sparkline } from './sparkline.tsx';
import type { Backlog } from './use-backlog.ts';

/** The heart: whether what people and workers send is decided, and how much waits for that. */
export const DecisionRow = ({
  decisions,
  points,
  period,
  open,
  onToggle,
}: {
  decisions: Backlog['decisions'];
  points: LagPoints;
  period: Period;
  open: boolean;
  onToggle(): void;
}) => {
  const { waiting, oldestWaitingSince, members } = decisions;
  const { words, icon, tone } = decisionState(decisions);
  return (
    <>
      <tr className={styles.heart}>
        <RowHead open={open} onToggle={onToggle}>
          {t('lag.decided')}
        </RowHead>
        <td data-name={t('lag.state')}>
          <Mark icon={icon} tone={tone} chip>
            {words}
          </Mark>
        </td>
        <td data-name={t('lag.commands')} className={styles.lag}>
          {waiting ?? unknown}
        </td>
        <td data-name={t('lag.behind')}>
          {oldestWaitingSince ? (
            <Age since={Date.parse(oldestWaitingSince)} />
          ) : waiting === 0 ? (
            '0:00'
          ) : (
            unknown
          )}
        </td>
        <td data-name={t(period.last)}>
          <Sparkline values={points.map(({ lag }) => lag)} />
        </td>
        <td data-name={t('lag.flow')}>{trendWords(flowOfDecisions(decisions))}</td>
        <td data-name={t('lag.workers')}>
          {members === null ? unknown : t('lag.processors', { count: members })}
        </td>
      </tr>
      {open && <OpenRow title={t('lag.deciding')} unit={t('lag.commands')} points={points} period={period} />}
    </>
  );
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

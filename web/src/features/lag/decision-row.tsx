import { trendWords } from '../../lib/orders/trend-words.ts';
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
          Orders decided
        </RowHead>
        <td data-name="State">
          <Mark icon={icon} tone={tone} chip>
            {words}
          </Mark>
        </td>
        <td data-name="Commands" className={styles.lag}>
          {waiting ?? unknown}
        </td>
        <td data-name="Behind">
          {oldestWaitingSince ? (
            <Age since={Date.parse(oldestWaitingSince)} />
          ) : waiting === 0 ? (
            '0:00'
          ) : (
            unknown
          )}
        </td>
        <td data-name={period.title}>
          <Sparkline values={points.map(({ lag }) => lag)} />
        </td>
        <td data-name="In / out">{trendWords(flowOfDecisions(decisions))}</td>
        <td data-name="Workers">
          {members === null ? unknown : `${members} order-processor${members === 1 ? '' : 's'}`}
        </td>
      </tr>
      {open && <OpenRow title="deciding" unit="Commands" points={points} period={period} />}
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

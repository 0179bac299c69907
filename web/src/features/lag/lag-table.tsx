import type { LagHistoryQuery } from '../../generated/graphql.ts';
import { useQueryText } from '../../lib/address/use-query-state.ts';
import { t } from '../../lib/texts/texts.ts';
import { DecisionRow } from './decision-row.tsx';
import styles from './lag-page.module.css';
import { LagRow } from './lag-row.tsx';
import type { Period } from './periods.ts';
import { ownReason } from './shared-reasons.ts';
import { type SortBy, sorted } from './stage-state.ts';
import type { Backlog } from './use-backlog.ts';

/** The name of its row in the address: no stage has a blank or a capital. */
const decisions = 'Decisions';

/** How orders are decided, then a row per stage; a row opens to its history and its partitions. */
export const LagTable = ({
  backlog,
  sortBy,
  history,
  period,
}: {
  backlog: Backlog;
  sortBy: SortBy;
  history: LagHistoryQuery | undefined;
  period: Period;
}) => {
  const { stages } = backlog;
  const [open, setOpen] = useQueryText('open');
  const toggle = (name: string) => setOpen(open === name ? undefined : name);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('lag.stage')}</th>
          <th scope="col">{t('lag.state')}</th>
          <th scope="col">{t('lag.tickets')}</th>
          <th scope="col">{t('lag.behind')}</th>
          <th scope="col">{t(period.last)}</th>
          <th scope="col">{t('lag.flow')}</th>
          <th scope="col">{t('lag.workers')}</th>
        </tr>
      </thead>
      <tbody>
        <DecisionRow
          decisions={backlog.decisions}
          points={history?.decisionHistory ?? []}
          period={period}
          open={open === decisions}
          onToggle={() => toggle(decisions)}
        />
        {sorted(stages, sortBy).map((row) => (
          <LagRow
            key={row.stage}
            row={row}
            reason={ownReason(row, stages)}
            points={history?.lagHistory.find(({ stage }) => stage === row.stage)?.points ?? []}
            period={period}
            open={open === row.stage}
            onToggle={() => toggle(row.stage)}
          />
        ))}
      </tbody>
    </table>
  );
};

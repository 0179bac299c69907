import { LagHistoryDocument } from '../../generated/graphql.ts';
import { useQueryChoice } from '../../lib/address/use-query-state.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Freshness } from '../../ui/freshness.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../ui/page/staff-only.tsx';
import { Segments } from '../../ui/segments.tsx';
import styles from './lag-page.module.css';
import { LagTable } from './lag-table.tsx';
import { periodOf, periods } from './periods.ts';
import { sharedReasons } from './shared-reasons.ts';
import type { SortBy } from './stage-state.ts';
import { useBacklog } from './use-backlog.ts';
import { Views } from './views.tsx';

const intervals = [1, 5, 15].map((seconds) => ({ value: seconds, words: `${seconds} s` }));
const seconds = intervals.map(({ value }) => value);
const orders: { value: SortBy; words: string }[] = [
  { value: 'route', words: 'Route' },
  { value: 'state', words: 'Worst' },
  { value: 'lag', words: 'Tickets' },
  { value: 'age', words: 'Age' },
];
const sortings = orders.map(({ value }) => value);
const periodNames = periods.map(({ value }) => value);

/** For SREs: how far behind deciding, each stage and each view is, for how long, where it is heading, and why. */
export const LagPage = () => (
  <StaffOnly title="Lag">
    <Lag />
  </StaffOnly>
);

const Lag = () => {
  const { workflow } = useWorkflow();
  const [every, setEvery] = useQueryChoice('every', seconds, 5);
  const [sortBy, setSortBy] = useQueryChoice('sort', sortings, 'route');
  const [periodName, setPeriod] = useQueryChoice('period', periodNames, 'hour');
  const period = periodOf(periodName);
  const { backlog, problem } = useBacklog(workflow.name, every * 1_000);
  const history = usePolled(
    LagHistoryDocument,
    { workflow: workflow.name, minutes: period.minutes },
    period.everyMs,
  );
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <PageHeading title="Lag">Lag</PageHeading>
        <Segments title="Refresh every" showTitle options={intervals} value={every} onChange={setEvery} />
        <Segments title="Sort by" showTitle options={orders} value={sortBy} onChange={setSortBy} />
        <Segments title="Period" showTitle options={periods} value={periodName} onChange={setPeriod} />
        <Freshness at={backlog && Date.parse(backlog.at)} oldAfterMs={3_000 * every + 5_000} />
      </header>
      {problem && (
        <Notice tone="bad" title="No numbers come now">
          <p>{problem.message} This page tries again by itself.</p>
        </Notice>
      )}
      {backlog?.stale && (
        <Notice tone="warn" title="Workers and partitions are old">
          <p>
            The lag exporter, or Kafka behind it, does not answer. Workers and partitions are the last that
            were known, and whether orders are decided is not known; tickets are counted from orders, now.
          </p>
        </Notice>
      )}
      {backlog?.source === 'WORKERS' && (
        <Notice tone="warn" title="Workers and partitions are not known">
          <p>
            No lag exporter is connected. Tickets are counted from orders; whether orders are decided is not
            known, and there is no history.
          </p>
        </Notice>
      )}
      {backlog ? (
        <>
          <LagTable backlog={backlog} sortBy={sortBy} history={history.data} period={period} />
          {sharedReasons(backlog.stages).map(({ reason, words }) => (
            <p key={reason} className={styles.note}>
              {words}
            </p>
          ))}
          <Views backlog={backlog} />
        </>
      ) : (
        <p role="status" className={styles.loading}>
          {problem ? '' : 'Measuring …'}
        </p>
      )}
    </div>
  );
};

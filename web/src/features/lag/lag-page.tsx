import { useState } from 'react';
import { LagHistoryDocument } from '../../generated/graphql.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Freshness } from '../../ui/freshness.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../ui/page/staff-only.tsx';
import { Segments } from '../../ui/segments.tsx';
import styles from './lag-page.module.css';
import { LagTable } from './lag-table.tsx';
import type { SortBy } from './stage-state.ts';
import { useBacklog } from './use-backlog.ts';

const intervals = [
  { value: 1_000, words: '1 s' },
  { value: 5_000, words: '5 s' },
  { value: 15_000, words: '15 s' },
];
const orders: { value: SortBy; words: string }[] = [
  { value: 'route', words: 'Route' },
  { value: 'state', words: 'Worst' },
  { value: 'lag', words: 'Tickets' },
  { value: 'age', words: 'Age' },
];
/** The history has a point every 15 s. */
const historyEvery = 15_000;

/** For SREs: how far behind each stage is, for how long, where it is heading, and why it has the workers it has. */
export const LagPage = () => (
  <StaffOnly title="Lag">
    <Lag />
  </StaffOnly>
);

const Lag = () => {
  const { workflow } = useWorkflow();
  const [intervalMs, setIntervalMs] = useState(5_000);
  const [sortBy, setSortBy] = useState<SortBy>('route');
  const { backlog, problem } = useBacklog(workflow.name, intervalMs);
  const history = usePolled(LagHistoryDocument, { workflow: workflow.name }, historyEvery);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <PageHeading title="Lag">Lag</PageHeading>
        <Segments title="Every" options={intervals} value={intervalMs} onChange={setIntervalMs} />
        <Segments title="Sorted by" options={orders} value={sortBy} onChange={setSortBy} />
        <Freshness at={backlog && Date.parse(backlog.at)} oldAfterMs={3 * intervalMs + 5_000} />
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
            were known; tickets are counted from orders, now.
          </p>
        </Notice>
      )}
      {backlog?.source === 'WORKERS' && (
        <Notice tone="warn" title="Workers and partitions are not known">
          <p>No lag exporter is connected. Tickets are counted from orders; there is no history.</p>
        </Notice>
      )}
      {backlog ? (
        <LagTable rows={backlog.stages} sortBy={sortBy} history={history.data?.lagHistory ?? []} />
      ) : (
        <p role="status" className={styles.loading}>
          {problem ? '' : 'Measuring …'}
        </p>
      )}
    </div>
  );
};

import { LagHistoryDocument } from '../../generated/graphql.ts';
import { useQueryChoice } from '../../lib/address/use-query-state.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Freshness } from '../../ui/freshness.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { PauseButton } from '../../ui/pause/pause-button.tsx';
import { PauseNotice } from '../../ui/pause/pause-notice.tsx';
import { StaffOnly } from '../../ui/person/staff-only.tsx';
import { Segments } from '../../ui/segments.tsx';
import styles from './lag-page.module.css';
import { LagTable } from './lag-table.tsx';
import { periodOf, periods } from './periods.ts';
import { sharedReasons } from './shared-reasons.ts';
import type { SortBy } from './stage-state.ts';
import { useBacklog } from './use-backlog.ts';
import { Views } from './views.tsx';

const seconds = [1, 5, 15];
const sortings = {
  route: 'lag.route',
  state: 'lag.worst',
  lag: 'lag.tickets',
  age: 'lag.age',
} as const satisfies Record<SortBy, string>;
const sortNames: SortBy[] = ['route', 'state', 'lag', 'age'];
const periodNames = periods.map(({ value }) => value);

/** For SREs: how far behind deciding, each stage and each view is, for how long, where it is heading, and why. */
export const LagPage = () => (
  <StaffOnly title={t('lag.title')}>
    <Lag />
  </StaffOnly>
);

const Lag = () => {
  const { workflow } = useWorkflow();
  const [every, setEvery] = useQueryChoice('every', seconds, 5);
  const [sortBy, setSortBy] = useQueryChoice('sort', sortNames, 'route');
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
        <PageHeading title={t('lag.title')}>{t('lag.title')}</PageHeading>
        <Segments
          title={t('lag.refreshEvery')}
          showTitle
          options={seconds.map((value) => ({ value, words: t('lag.seconds', { count: value }) }))}
          value={every}
          onChange={setEvery}
        />
        <Segments
          title={t('lag.sortBy')}
          showTitle
          options={sortNames.map((value) => ({ value, words: t(sortings[value]) }))}
          value={sortBy}
          onChange={setSortBy}
        />
        <Segments
          title={t('lag.period')}
          showTitle
          options={periods.map(({ value, name }) => ({ value, words: t(name) }))}
          value={periodName}
          onChange={setPeriod}
        />
        <Freshness at={backlog && Date.parse(backlog.at)} oldAfterMs={3_000 * every + 5_000} />
      </header>
      {problem && (
        <Notice tone="bad" title={t('lag.noNumbers')}>
          <p>
            {problem.message} {t('tracker.triesAgain')}
          </p>
        </Notice>
      )}
      {backlog?.stale && (
        <Notice tone="warn" title={t('lag.old')}>
          <p>{t('lag.oldWhy')}</p>
        </Notice>
      )}
      {backlog?.source === 'WORKERS' && (
        <Notice tone="warn" title={t('lag.notKnown')}>
          <p>{t('lag.notKnownWhy')}</p>
        </Notice>
      )}
      {backlog ? (
        <>
          {backlog.intakePaused && <PauseNotice stage={undefined} pause={backlog.intakePaused} />}
          <div>
            <PauseButton stage={undefined} paused={backlog.intakePaused !== null} />
          </div>
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
          {problem ? '' : t('lag.measuring')}
        </p>
      )}
    </div>
  );
};

import { IncidentsDocument } from '../../generated/graphql.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useLiveOrders } from '../../lib/live/use-live-orders.ts';
import { isManager } from '../../lib/orders/rights.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { currentTime } from '../../lib/time/clock.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../ui/person/staff-only.tsx';
import { IncidentCard } from './incident-card.tsx';
import styles from './incidents-page.module.css';

/** Stopped orders arrive by subscription; only records that cannot be read have to be queried. */
const askEvery = 10_000;

/** What waits for a decision, the oldest first: the cause, and the ways on. */
export const IncidentsPage = () => (
  <StaffOnly title={t('incidents.title')}>
    <Incidents />
  </StaffOnly>
);

const Incidents = () => {
  const { workflow, me } = useWorkflow();
  // Records that cannot be read are shown to managers alone: of them nothing is said to others.
  const covers = isManager(me) ? 'incidents.covers' : 'incidents.coversOrders';
  const live = useLiveOrders({ workflow: workflow.name, filter: { status: ['INCIDENT'] } });
  const trigger = `${live.orders.size} ${live.departures}`;
  const { data, problem, answeredAt, ask } = usePolled(
    IncidentsDocument,
    { workflow: workflow.name },
    askEvery,
    trigger,
  );
  const all = data?.incidents;
  // An order that went on since the answer is no longer shown as stopped.
  const incidents = all?.filter(({ order }) => !order || !live.known || live.orders.has(order.id));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <PageHeading title={t('incidents.title')}>{t('incidents.title')}</PageHeading>
        <p className={styles.count} role="status">
          {incidents && incidents.length > 0 && t('incidents.waiting', { count: incidents.length })}
        </p>
      </header>
      {problem && (
        <Notice tone="warn" title={t(data ? 'incidents.old' : 'incidents.unreadable')}>
          <p>{t('incidents.why', { problem })}</p>
          <p>
            <Button onClick={ask}>{t('incidents.refresh')}</Button>
          </p>
        </Notice>
      )}
      {incidents?.length === 0 && (
        <Notice title={t('incidents.none')}>
          <p>{t(covers, { time: timeOfDay(answeredAt ?? currentTime(), currentTime()) })}</p>
        </Notice>
      )}
      {!incidents && !problem && (
        <p role="status" className={styles.loading}>
          {t('incidents.loading')}
        </p>
      )}
      <ul className={styles.list}>
        {incidents?.map((incident) => (
          <li key={incident.id}>
            <IncidentCard incident={incident} onDone={ask} />
          </li>
        ))}
      </ul>
    </div>
  );
};

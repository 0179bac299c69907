import { FloorDocument } from '../../generated/graphql.ts';
import { useQueryChoice } from '../../lib/address/use-query-state.ts';
import { usePolled } from '../../lib/graphql/use-polled.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Freshness } from '../../ui/freshness.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { PageHeading } from '../../ui/page/page-heading.tsx';
import { StaffOnly } from '../../ui/person/staff-only.tsx';
import { FloorNumbers } from './floor-numbers.tsx';
import styles from './floor-page.module.css';
import { FloorStages } from './floor-stages.tsx';
import { LateOrders } from './late-orders.tsx';
import { PeriodChoice, periodMinutes } from './period-choice.tsx';

const askEvery = 5_000;

/** For managers: how the stages keep up, what is late, and whether promises are kept. */
export const FloorPage = () => (
  <StaffOnly title={t('floor.title')}>
    <Floor />
  </StaffOnly>
);

const Floor = () => {
  const { workflow } = useWorkflow();
  const [minutes, setMinutes] = useQueryChoice('minutes', periodMinutes, 60);
  const { data, answeredAt, problem, ask } = usePolled(
    FloorDocument,
    { workflow: workflow.name, minutes },
    askEvery,
  );
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <PageHeading title={t('floor.title')}>{t('floor.title')}</PageHeading>
        <PeriodChoice minutes={minutes} onChange={setMinutes} />
        <Freshness at={answeredAt} oldAfterMs={3 * askEvery} />
      </header>
      {problem && (
        <Notice tone="warn" title={t(data ? 'floor.old' : 'floor.unreadable')}>
          <p>{t('floor.why', { problem })}</p>
          <p>
            <Button onClick={ask}>{t('incidents.refresh')}</Button>
          </p>
        </Notice>
      )}
      {data ? (
        <>
          <FloorNumbers floor={data.floor} />
          {!data.floor.complete && (
            <Notice tone="warn" title={t('floor.incomplete')}>
              <p>{t('floor.incompleteWhy')}</p>
            </Notice>
          )}
          <FloorStages floor={data.floor} backlog={data.backlog} />
          {/* After the numbers: rendered before them it would be pushed down. */}
          <LateOrders />
        </>
      ) : (
        <p role="status" className={styles.loading}>
          {problem ? '' : t('floor.counting')}
        </p>
      )}
    </div>
  );
};

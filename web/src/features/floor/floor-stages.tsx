import { Link } from 'wouter';
import type { FloorQuery } from '../../generated/graphql.ts';
import { capitalised } from '../../lib/orders/order.ts';
import { trendWords } from '../../lib/orders/trend-words.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import { Age } from '../../ui/age.tsx';
import { averageWords, unknown } from './floor-numbers.tsx';
import styles from './floor-stages.module.css';
import { StageAges } from './stage-ages.tsx';

/** A row per stage: what is there now and how it moves; what it took on average in the period. */
export const FloorStages = ({ floor, backlog }: FloorQuery) => {
  const { hrefOf } = useWorkflow();
  return (
    <section aria-labelledby="floor-stages" className={styles.section}>
      <h2 id="floor-stages">{t('floor.stages')}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('floor.stage')}</th>
            <th scope="col">{t('floor.now')}</th>
            <th scope="col">{t('floor.byAge')}</th>
            <th scope="col">{t('floor.oldest')}</th>
            <th scope="col">{t('floor.flow')}</th>
            <th scope="col">{t('floor.avgWaiting')}</th>
            <th scope="col">{t('floor.avgWorking')}</th>
            <th scope="col">{t('floor.done')}</th>
          </tr>
        </thead>
        <tbody>
          {floor.stages.map((row) => {
            const now = backlog.stages.find(({ stage }) => stage === row.stage);
            return (
              <tr key={row.stage}>
                <th scope="row">
                  <Link href={hrefOf(`/kitchen/${encodeURIComponent(row.stage)}`)}>
                    {capitalised(word(row.stage))}
                  </Link>
                </th>
                <td data-name={t('floor.now')}>
                  <span>
                    <strong className={styles.big}>{row.inProgress}</strong>
                    {now && row.inProgress > 0 && (
                      <span className={styles.parts}>
                        {' '}
                        {t('floor.parts', {
                          waiting: now.waiting ?? unknown,
                          working: (now.working ?? 0) + (now.claimed ?? 0),
                        })}
                      </span>
                    )}
                  </span>
                </td>
                <td data-name={t('floor.byAge')}>
                  <StageAges row={row} />
                </td>
                <td data-name={t('floor.oldest')}>
                  {now?.oldestWaitingSince ? <Age since={Date.parse(now.oldestWaitingSince)} /> : unknown}
                </td>
                <td data-name={t('floor.flow')}>{now?.paused ? t('lagState.paused') : trendWords(now)}</td>
                <td data-name={t('floor.avgWaiting')}>
                  {averageWords(row.averageWaitingSeconds, row.completed)}
                </td>
                <td data-name={t('floor.avgWorking')}>
                  {averageWords(row.averageWorkingSeconds, row.completed)}
                </td>
                <td data-name={t('floor.done')}>{row.completed}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.legend}>{t('floor.legend')}</p>
    </section>
  );
};

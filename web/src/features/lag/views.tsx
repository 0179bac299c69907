import { t } from '../../lib/texts/texts.ts';
import { spanWords, timeOfDay } from '../../lib/time/format.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { Mark } from '../../ui/mark.tsx';
import styles from './lag-page.module.css';
import { unknown } from './lag-points.ts';
import type { Backlog } from './use-backlog.ts';
import { viewState } from './view-state.ts';

/** How far what shows orders is behind their log, and when the lag was measured last. */
export const Views = ({ backlog: { views, reportedAt } }: { backlog: Backlog }) => {
  const now = useNow();
  return (
    <section aria-labelledby="views" className={styles.views}>
      <h2 id="views">{t('lag.views')}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('lag.view')}</th>
            <th scope="col">{t('lag.state')}</th>
            <th scope="col">{t('lag.behind')}</th>
            <th scope="col">{t('lag.offsetsBehind')}</th>
            <th scope="col">{t('lag.measured')}</th>
          </tr>
        </thead>
        <tbody>
          {views.map((view) => {
            const { words, icon, tone } = viewState(view);
            return (
              <tr key={`${view.service} ${view.replica}`}>
                <th scope="row">
                  <span className={styles.service}>{view.service}</span> {view.replica}
                </th>
                <td data-name={t('lag.state')}>
                  <Mark icon={icon} tone={tone} chip>
                    {words}
                  </Mark>
                </td>
                <td data-name={t('lag.behind')}>
                  {view.secondsBehind === null ? unknown : spanWords(view.secondsBehind * 1_000)}
                </td>
                <td data-name={t('lag.offsetsBehind')}>{view.offsetsBehind ?? unknown}</td>
                <td data-name={t('lag.measured')}>
                  {view.measuredAt === null ? unknown : timeOfDay(Date.parse(view.measuredAt), now)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.note}>
        {t('lag.viewsNote')}{' '}
        {reportedAt === null
          ? t('lag.neverReported')
          : t('lag.reported', { span: spanWords(now - Date.parse(reportedAt)) })}
      </p>
    </section>
  );
};

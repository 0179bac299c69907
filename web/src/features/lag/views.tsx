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
      <h2 id="views">What pages and APIs show</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">View</th>
            <th scope="col">State</th>
            <th scope="col">Behind</th>
            <th scope="col">Offsets behind</th>
            <th scope="col">Measured</th>
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
                <td data-name="State">
                  <Mark icon={icon} tone={tone} chip>
                    {words}
                  </Mark>
                </td>
                <td data-name="Behind">
                  {view.secondsBehind === null ? unknown : spanWords(view.secondsBehind * 1_000)}
                </td>
                <td data-name="Offsets behind">{view.offsetsBehind ?? unknown}</td>
                <td data-name="Measured">
                  {view.measuredAt === null ? unknown : timeOfDay(Date.parse(view.measuredAt), now)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.note}>
        The gateway is the one that serves this page; each order-api is shown that answers it.{' '}
        {reportedAt === null
          ? 'The lag exporter has not reported.'
          : `The lag exporter reported ${spanWords(now - Date.parse(reportedAt))} ago.`}
      </p>
    </section>
  );
};

import { Link } from 'wouter';
import type { FloorQuery } from '../../generated/graphql.ts';
import { capitalised } from '../../lib/orders/order.ts';
import { trendWords } from '../../lib/orders/trend-words.ts';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { Age } from '../../ui/age.tsx';
import { averageWords, unknown } from './floor-numbers.tsx';
import styles from './floor-stages.module.css';
import { StageAges } from './stage-ages.tsx';

/** A row per stage: what is there now and how it moves; what it took on average in the period. */
export const FloorStages = ({ floor, backlog }: FloorQuery) => {
  const { hrefOf } = useWorkflow();
  return (
    <section aria-labelledby="floor-stages" className={styles.section}>
      <h2 id="floor-stages">Stages</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Now</th>
            <th scope="col">By age</th>
            <th scope="col">Waits longest</th>
            <th scope="col">In / out</th>
            <th scope="col">Waiting, average</th>
            <th scope="col">Working, average</th>
            <th scope="col">Done</th>
          </tr>
        </thead>
        <tbody>
          {floor.stages.map((row) => {
            const now = backlog.stages.find(({ stage }) => stage === row.stage);
            return (
              <tr key={row.stage}>
                <th scope="row">
                  <Link href={hrefOf(`/kitchen/${encodeURIComponent(row.stage)}`)}>
                    {capitalised(row.stage)}
                  </Link>
                </th>
                <td data-name="Now">
                  <span>
                    <strong className={styles.big}>{row.inProgress}</strong>
                    {now && row.inProgress > 0 && (
                      <span className={styles.parts}>
                        {` ${now.waiting ?? unknown} waiting, ${(now.working ?? 0) + (now.claimed ?? 0)} in work`}
                      </span>
                    )}
                  </span>
                </td>
                <td data-name="By age">
                  <StageAges row={row} />
                </td>
                <td data-name="Waits longest">
                  {now?.oldestWaitingSince ? <Age since={Date.parse(now.oldestWaitingSince)} /> : unknown}
                </td>
                <td data-name="In / out">{trendWords(now)}</td>
                <td data-name="Waiting, average">{averageWords(row.averageWaitingSeconds, row.completed)}</td>
                <td data-name="Working, average">{averageWords(row.averageWorkingSeconds, row.completed)}</td>
                <td data-name="Done">{row.completed}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={styles.legend}>
        Waiting counts from an order's arrival at the stage to the start of its work, working from there to
        the stage's end. Slow, late and very late are 75, 100 and 150 % of the stage's target. In and out are
        tickets of the last minute.
      </p>
    </section>
  );
};

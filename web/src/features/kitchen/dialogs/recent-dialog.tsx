import { RecentlyDoneDocument } from '../../../generated/graphql.ts';
import { summarise } from '../../../lib/details/summary.ts';
import { usePolled } from '../../../lib/graphql/use-polled.ts';
import { type Order, type Stage, shortNumber } from '../../../lib/orders/order.ts';
import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { t } from '../../../lib/texts/texts.ts';
import { recallProblem } from '../../../lib/tickets/recall.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { useNow } from '../../../lib/time/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import type { useStageWork } from '../work/use-stage-work.ts';
import styles from './dialogs.module.css';

/** What left the stage last, and the way to take it back, as long as there is one. */
export const RecentDialog = ({
  stage,
  work,
  trigger,
  onClose,
}: {
  stage: Stage;
  work: ReturnType<typeof useStageWork>;
  trigger: unknown;
  onClose(): void;
}) => {
  const { workflow } = useWorkflow();
  const variables = { workflow: workflow.name, stage: stage.name, first: 20 };
  const { data, problem } = usePolled(RecentlyDoneDocument, variables, 5_000, trigger);
  const recent = data?.recentlyDone ?? [];
  return (
    <Dialog title={t('board.recent')} onClose={onClose}>
      {problem && <p role="status">{t('board.notFresh', { problem })}</p>}
      {data && recent.length === 0 && <p>{t('command.nothingRecent')}</p>}
      <ul className={styles.list}>
        {recent.map((order) => (
          <RecentOrder
            key={order.id}
            order={order}
            stage={stage}
            onRecall={
              work.mayWork
                ? () => {
                    onClose();
                    void work.recall({ order, stage: stage.name });
                  }
                : undefined
            }
          />
        ))}
      </ul>
    </Dialog>
  );
};

const RecentOrder = ({
  order,
  stage,
  onRecall,
}: {
  order: Order;
  stage: Stage;
  onRecall: (() => void) | undefined;
}) => {
  const { workflow, fields } = useWorkflow();
  const now = useNow();
  const step = order.stages.find(({ name }) => name === stage.name);
  const { headline, rest } = summarise(fields, order.details);
  const problem = recallProblem(order, stage.name, workflow, now);
  return (
    <li>
      <span>
        <strong>{[headline, ...rest].join(', ')}</strong>
        <span className={styles.line}>
          {[
            shortNumber(order.id),
            ...(step?.completedAt ? [doneWords(step.completedAt, step.by, now)] : []),
          ].join(', ')}
        </span>
      </span>
      {problem === undefined && onRecall ? (
        <Button onClick={onRecall}>{t('board.recall')}</Button>
      ) : (
        <span className={styles.soft}>{problem}</span>
      )}
    </li>
  );
};

const doneWords = (completedAt: string, name: string | null, now: number): string => {
  const time = timeOfDay(Date.parse(completedAt), now);
  return name === null ? t('board.doneAt', { time }) : t('board.doneBy', { time, name });
};

import { useClient } from '@urql/preact';
import { useCallback, useRef } from 'react';
import { RecentlyDoneDocument } from '../../generated/graphql.ts';
import { shortNumber, type Workflow } from '../orders/order.ts';
import { t } from '../texts/texts.ts';
import { currentTime } from '../time/clock.ts';
import type { PendingCommand } from './command-queue.ts';
import { recallProblem } from './recall.ts';
import type { QueuedCommands } from './use-command-queue.ts';

type Done = Pick<PendingCommand, 'order' | 'stage'>;

const maxFinished = 50;
/** How long a recall waits for the completion that it reverts. */
const maxWaitMs = 5_000;

/**
 * Recalls what was finished last, one more with each call: first what was finished here, then what others finished at
 * the stages. A command that waits for the connection is withdrawn before it is sent.
 */
export const useRecall = (workflow: Workflow, stages: readonly string[], queued: QueuedCommands) => {
  const client = useClient();
  const finished = useRef<Done[]>([]);
  const { queue, showMessage, announce } = queued;
  const named = stages.join();

  const recordDone = useCallback(({ command, order, stage }: PendingCommand) => {
    const others = finished.current.filter((done) => done.order.id !== order.id);
    finished.current =
      command.kind === 'complete' ? [...others.slice(-maxFinished), { order, stage }] : others;
  }, []);

  const recall = useCallback(
    async ({ order, stage }: Done) => {
      finished.current = finished.current.filter((done) => done.order.id !== order.id);
      await untilSettled(queue, order.id);
      queue.add({ kind: 'recall' }, order, stage);
    },
    [queue],
  );

  const recallLast = useCallback(async () => {
    const latest = [...queue.get().values()].findLast(({ command }) => command.kind === 'complete');
    if (latest && queue.withdraw(latest.order.id)) {
      return announce(t('command.withdrawn', { number: shortNumber(latest.order.id) }));
    }
    const own = latest && latest.phase !== 'answered' ? latest : finished.current.at(-1);
    if (own) return recall(own);
    const now = currentTime();
    let why = t('command.nothingRecent');
    for (const stage of named.split(',')) {
      const variables = { workflow: workflow.name, stage, first: 20 };
      const { data } = await client.query(RecentlyDoneDocument, variables).toPromise();
      if (!data) return showMessage('warn', t('command.nothingRecalled'), t('command.noAnswer'));
      const problems = data.recentlyDone.map((order) => recallProblem(order, stage, workflow, now));
      const order = data.recentlyDone[problems.indexOf(undefined)];
      if (order) return recall({ order, stage });
      const [first] = data.recentlyDone;
      if (first) why = t('command.lastWas', { number: shortNumber(first.id), problem: problems[0] });
    }
    showMessage('warn', t('command.nothingToRecall'), why);
  }, [client, recall, announce, showMessage, queue, workflow, named]);

  return { recordDone, recall, recallLast };
};

/** Resolves when no command is pending for an order, or after `maxWaitMs`. */
const untilSettled = (queue: QueuedCommands['queue'], orderId: string): Promise<void> =>
  new Promise((resolve) => {
    const check = () => {
      if (queue.get().has(orderId)) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = queue.subscribe(check);
    const timer = setTimeout(() => {
      stop();
      resolve();
    }, maxWaitMs);
    check();
  });

import { useCallback, useRef } from 'react';
import { useClient } from 'urql';
import { RecentlyDoneDocument } from '../../generated/graphql.ts';
import { shortNumber, type Workflow } from '../orders/order.ts';
import { recallProblem } from './recall.ts';
import type { Work } from './use-wishes.ts';
import type { Pending } from './wishes.ts';

type Done = Pick<Pending, 'order' | 'stage'>;

const remember = 50;
/** So long a recall waits for the finishing that it takes back. */
const patience = 5_000;

/**
 * Recalls what was finished last, one more with each call: first what was finished here, then what others
 * finished at the stages. What waits for the connection is taken back before it is sent.
 */
export const useRecall = (workflow: Workflow, stages: readonly string[], work: Work) => {
  const client = useClient();
  const finished = useRef<Done[]>([]);
  const { wishes, tell, say } = work;
  const named = stages.join();

  const noteDone = useCallback(({ wish, order, stage }: Pending) => {
    const others = finished.current.filter((done) => done.order.id !== order.id);
    finished.current = wish.kind === 'complete' ? [...others.slice(-remember), { order, stage }] : others;
  }, []);

  const recall = useCallback(
    async ({ order, stage }: Done) => {
      finished.current = finished.current.filter((done) => done.order.id !== order.id);
      await whenFree(wishes, order.id);
      wishes.add({ kind: 'recall' }, order, stage);
    },
    [wishes],
  );

  const recallLast = useCallback(async () => {
    const latest = [...wishes.get().values()].findLast(({ wish }) => wish.kind === 'complete');
    if (latest && wishes.withdraw(latest.order.id)) {
      return say(`Taken back before it was sent: ${shortNumber(latest.order.id)}`);
    }
    const own = latest && latest.phase !== 'answered' ? latest : finished.current.at(-1);
    if (own) return recall(own);
    const now = Date.now();
    let why = 'Nothing was finished here lately.';
    for (const stage of named.split(',')) {
      const variables = { workflow: workflow.name, stage, first: 20 };
      const { data } = await client.query(RecentlyDoneDocument, variables).toPromise();
      if (!data) return tell('warn', 'Nothing recalled', 'The kitchen did not answer.');
      const problems = data.recentlyDone.map((order) => recallProblem(order, stage, workflow, now));
      const order = data.recentlyDone[problems.indexOf(undefined)];
      if (order) return recall({ order, stage });
      const [first] = data.recentlyDone;
      if (first) why = `The last one was ${shortNumber(first.id)}: ${problems[0]}.`;
    }
    tell('warn', 'Nothing to recall', why);
  }, [client, recall, say, tell, wishes, workflow, named]);

  return { noteDone, recall, recallLast };
};

/** Until nothing is on its way for an order, or for as long as anybody waits. */
const whenFree = (wishes: Work['wishes'], orderId: string): Promise<void> =>
  new Promise((resolve) => {
    const check = () => {
      if (wishes.get().has(orderId)) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = wishes.subscribe(check);
    const timer = setTimeout(() => {
      stop();
      resolve();
    }, patience);
    check();
  });

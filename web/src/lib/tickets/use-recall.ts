import { useCallback, useRef } from 'react';
import { useClient } from 'urql';
import { RecentlyDoneDocument } from '../../generated/graphql.ts';
import { type Order, shortNumber, type Workflow } from '../orders/order.ts';
import { recallProblem } from './recall.ts';
import type { Work } from './use-wishes.ts';
import type { Pending } from './wishes.ts';

const remember = 50;
/** So long a recall waits for the finishing that it takes back. */
const patience = 5_000;

/**
 * Recalls what was finished last, one more with each call: first what was finished here, then what others
 * finished at the stage. What waits for the connection is taken back before it is sent.
 */
export const useRecall = (workflow: Workflow, stage: string, work: Work) => {
  const client = useClient();
  const finished = useRef<Order[]>([]);
  const { wishes, tell, say } = work;

  const noteDone = useCallback((pending: Pending) => {
    const others = finished.current.filter(({ id }) => id !== pending.order.id);
    finished.current =
      pending.wish.kind === 'complete' ? [...others.slice(-remember), pending.order] : others;
  }, []);

  const recall = useCallback(
    async (order: Order) => {
      await whenFree(wishes, order.id);
      wishes.add({ kind: 'recall' }, order, stage);
    },
    [wishes, stage],
  );

  const recallLast = useCallback(async () => {
    const latest = [...wishes.get().values()].findLast(({ wish }) => wish.kind === 'complete');
    if (latest && wishes.withdraw(latest.order.id)) {
      return say(`Taken back before it was sent: ${shortNumber(latest.order.id)}`);
    }
    const mine = latest?.phase === 'answered' ? undefined : latest?.order;
    const own = mine ?? finished.current.at(-1);
    if (own) return recall(own);
    const variables = { workflow: workflow.name, stage, first: 20 };
    const { data } = await client.query(RecentlyDoneDocument, variables).toPromise();
    const now = Date.now();
    const other = data?.recentlyDone.find(
      (order) => recallProblem(order, stage, workflow, now) === undefined,
    );
    if (other) return recall(other);
    const [first] = data?.recentlyDone ?? [];
    const why = first && `${shortNumber(first.id)}: ${recallProblem(first, stage, workflow, now)}`;
    const none = data ? 'Nothing was finished here lately.' : 'The kitchen did not answer.';
    tell('warn', 'Nothing to recall', why ?? none);
  }, [client, recall, say, tell, wishes, workflow, stage]);

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

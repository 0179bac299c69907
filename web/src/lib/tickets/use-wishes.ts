import { backoff } from '@cupcakery/client/backoff';
import type { Connection } from '@cupcakery/client/connection';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { TicketOrderDocument } from '../../generated/graphql.ts';
import { useConnection } from '../live/connection-context.ts';
import { type Order, shortNumber } from '../orders/order.ts';
import { randomKey } from '../random-key.ts';
import { refusedTitle, refusedWords } from './refusal-words.ts';
import { sendWish } from './send-wish.ts';
import { useMessages } from './use-messages.ts';
import { createWishes, type Pending, type Wish, type WishEnd } from './wishes.ts';

/** What somebody does to tickets: on its way, done, or refused with the reason. */
export type Work = ReturnType<typeof useWishes>;

const doneWords: Record<Wish['kind'], string> = {
  complete: 'Finished',
  claim: 'Taken',
  release: 'Given back',
  recall: 'Recalled',
  fail: 'Stopped',
  mark: 'Marked',
};

/**
 * Carries wishes for the orders of a board.
 * @param orders the board's, live: a wish is on its way until they show what it did
 * @param onDone told after each that was done
 */
export const useWishes = (
  orders: ReadonlyMap<string, Order>,
  onDone: (pending: Pending, order: Order) => void,
) => {
  const client = useClient();
  const connection = useConnection();
  const { messages, tell, dismiss } = useMessages();
  const [said, say] = useState('');
  const told = useRef({ onDone, tell });
  told.current = { onDone, tell };

  const wishes = useMemo(() => {
    const refuse = async (pending: Pending, end: Extract<WishEnd, { end: 'refused' }>) => {
      const [error] = end.errors;
      if (!error) return;
      const variables = { workflow: pending.order.workflow, id: pending.order.id };
      const { data } = await client.query(TicketOrderDocument, variables).toPromise();
      const text = refusedWords(error, data?.order ?? undefined, pending.stage, Date.now());
      told.current.tell('bad', refusedTitle(pending.wish, pending.order), text);
    };
    return createWishes({
      send: (pending) => sendWish(client, pending),
      connected: () => whenConnected(connection),
      pause: (attempt) => new Promise((resolve) => setTimeout(resolve, backoff(attempt))),
      newKey: randomKey,
      now: Date.now,
      onEnd(pending, end) {
        if (end.end === 'refused') return void refuse(pending, end);
        if (end.end === 'done') {
          say(`${doneWords[pending.wish.kind]}: ${shortNumber(pending.order.id)}`);
          return told.current.onDone(pending, end.order);
        }
        const text = end.sent
          ? `It may have been done nevertheless; look at the board. (${end.reason})`
          : `It was not sent: ${end.reason}. Do it again.`;
        told.current.tell('warn', refusedTitle(pending.wish, pending.order), text);
      },
    });
  }, [client, connection]);

  const pending = useSyncExternalStore(wishes.subscribe, wishes.get);
  useEffect(() => {
    if (pending.size > 0) wishes.settle((id) => orders.get(id)?.version);
  }, [wishes, orders, pending]);

  // What waits here is nowhere else: leaving the page would lose it.
  const waits = [...pending.values()].some(({ phase }) => phase === 'waiting');
  useEffect(() => {
    if (!waits) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [waits]);

  return { wishes, pending, messages, tell, dismiss, said, say };
};

const whenConnected = ({ link }: Connection): Promise<void> =>
  new Promise((resolve) => {
    const check = () => {
      if (link.get().phase === 'offline') return;
      stop();
      resolve();
    };
    const stop = link.subscribe(check);
    check();
  });

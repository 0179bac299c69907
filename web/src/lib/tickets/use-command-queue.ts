import { backoff } from '@cupcakery/client/backoff';
import type { Connection } from '@cupcakery/client/connection';
import { type Client, useClient } from '@urql/preact';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { TicketOrderDocument } from '../../generated/graphql.ts';
import { useConnection } from '../live/connection-context.ts';
import { type Order, shortNumber } from '../orders/order.ts';
import { randomKey } from '../random-key.ts';
import { cookAtScreen } from '../screens/cook.ts';
import { t } from '../texts/texts.ts';
import { currentTime } from '../time/clock.ts';
import { type CommandOutcome, createCommandQueue, type PendingCommand } from './command-queue.ts';
import { refusedTitle, refusedWords } from './refusal-words.ts';
import { sendCommand } from './send-command.ts';
import { useMessages } from './use-messages.ts';

/** The commands of a board: pending, done, or refused with the reason. */
export type QueuedCommands = ReturnType<typeof useCommandQueue>;

/**
 * Sends commands for the orders of a board.
 * @param orders the board's, live: a command is pending until they show its effect
 * @param onDone called after each command that was done
 */
export const useCommandQueue = (
  orders: ReadonlyMap<string, Order>,
  onDone: (pending: PendingCommand, order: Order) => void,
) => {
  const client = useClient();
  const connection = useConnection();
  const { messages, showMessage, dismiss } = useMessages();
  const [announcement, announce] = useState('');
  // State and not a memo, which React may drop: commands that were not sent yet are nowhere else.
  const [delivery, setDelivery] = useState(() => createDelivery(client, connection));
  if (delivery.client !== client || delivery.connection !== connection) {
    setDelivery(createDelivery(client, connection));
  }
  const { queue } = delivery;

  const onOutcome = useEffectEvent(async (pending: PendingCommand, outcome: CommandOutcome) => {
    const title = refusedTitle(pending.command, pending.order);
    switch (outcome.end) {
      case 'done': {
        const done = t(`command.${pending.command.kind}`);
        announce(t('command.doneTitle', { done, number: shortNumber(pending.order.id) }));
        return onDone(pending, outcome.order);
      }
      case 'refused': {
        const text = await refusalOf(client, pending, outcome.errors);
        return text && showMessage('bad', title, text);
      }
      case 'given-up':
        return showMessage('warn', title, givenUpWords(outcome));
      default:
        return outcome satisfies never;
    }
  });
  useEffect(() => delivery.listen((pending, outcome) => void onOutcome(pending, outcome)), [delivery]);

  const pending = useSyncExternalStore(queue.subscribe, queue.get);
  useEffect(() => {
    if (pending.size > 0) queue.settle((id) => orders.get(id)?.version);
  }, [queue, orders, pending]);

  const unsent = [...pending.values()].some(({ phase }) => phase === 'waiting');
  useWarningBeforeUnload(unsent);

  return { queue, pending, messages, showMessage, dismiss, announcement, announce };
};

/** Warns before the page is left while commands wait: leaving would lose them. */
const useWarningBeforeUnload = (unsent: boolean): void => {
  useEffect(() => {
    if (!unsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsent]);
};

type Listener = (pending: PendingCommand, outcome: CommandOutcome) => void;

/** A queue that sends through this client and connection, and reports outcomes to one listener at a time. */
const createDelivery = (client: Client, connection: Connection) => {
  let listener: Listener | undefined;
  const queue = createCommandQueue({
    send: (pending) => sendCommand(client, pending),
    connected: () => whenConnected(connection),
    pause: (attempt) => new Promise((resolve) => setTimeout(resolve, backoff(attempt))),
    newKey: randomKey,
    cook: () => cookAtScreen.get()?.token,
    now: Date.now,
    onEnd: (pending, outcome) => listener?.(pending, outcome),
  });
  return {
    client,
    connection,
    queue,
    /** Returns a function that removes the listener. */
    listen(next: Listener): () => void {
      listener = next;
      return () => {
        if (listener === next) listener = undefined;
      };
    },
  };
};

/** The reason of a refusal in words, with where the order is now. */
const refusalOf = async (
  client: Client,
  { order, stage }: PendingCommand,
  [error]: Extract<CommandOutcome, { end: 'refused' }>['errors'],
): Promise<string | undefined> => {
  if (!error) return undefined;
  const variables = { workflow: order.workflow, id: order.id };
  const { data } = await client.query(TicketOrderDocument, variables).toPromise();
  return refusedWords(error, data?.order ?? undefined, stage, currentTime());
};

const givenUpWords = ({ sent, reason }: Extract<CommandOutcome, { end: 'given-up' }>): string =>
  sent ? t('command.maybeDone', { reason }) : t('command.notSent', { reason });

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

import type { TransactionSession } from '../../connection/transaction-coordinator.ts';
import { type TransactionTag, writeTag } from './transaction-tag.ts';

/** What a transactional producer knows of its session. */
export type TransactionState = {
  /** Since the last fence; undefined before the first one and after the end. */
  readonly session: TransactionSession | undefined;
  /** Transactions begun in this session. */
  readonly transactions: number;
  /** A connection was lost since the markers were last verified: an earlier transaction may hang since then. */
  readonly connectionLost: boolean;
  readonly closed: boolean;
};

export type TransactionInput =
  | { type: 'fenced'; session: TransactionSession }
  | { type: 'connection-closed' }
  /** Looking for transactions that hang; what is lost from now on has to be looked for again. */
  | { type: 'verifying' }
  | { type: 'begun' }
  | { type: 'closed' };

export const notFenced: TransactionState = {
  session: undefined,
  transactions: 0,
  connectionLost: false,
  closed: false,
};

export function reduceTransaction(state: TransactionState, input: TransactionInput): TransactionState {
  switch (input.type) {
    case 'fenced':
      return { ...state, session: input.session, transactions: 0 };
    case 'connection-closed':
      // By `close` itself: nothing is lost by that.
      return state.closed ? state : { ...state, connectionLost: true };
    case 'verifying':
      return { ...state, connectionLost: false };
    case 'begun':
      return { ...state, transactions: state.transactions + 1 };
    case 'closed':
      return { ...state, session: undefined, closed: true };
    default:
      return input satisfies never;
  }
}

/** @throws when the producer was not opened, or is closed */
export function sessionOf({ session }: TransactionState, call: string): TransactionSession {
  if (!session) throw new Error(`open() comes before ${call}()`);
  return session;
}

/** The tag of the transaction that was begun last. */
export function currentTag({ transactions }: TransactionState, session: TransactionSession): string {
  const { producerId, producerEpoch } = session;
  const tag: TransactionTag = { producerId, producerEpoch, number: transactions };
  return writeTag(tag);
}

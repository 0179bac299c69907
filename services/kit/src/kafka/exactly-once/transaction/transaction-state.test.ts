import { describe, expect, it } from 'vitest';
import {
  currentTag,
  notFenced,
  reduceTransaction,
  sessionOf,
  type TransactionInput,
  type TransactionState,
} from './transaction-state.ts';

const session = (producerEpoch: number) => ({ transactionalId: 'p-0', producerId: '7', producerEpoch });
const run = (...inputs: TransactionInput[]): TransactionState => inputs.reduce(reduceTransaction, notFenced);
const fenced = (epoch = 0): TransactionInput => ({ type: 'fenced', session: session(epoch) });

describe('a transactional producer', () => {
  it('numbers the transactions of each session from 1', () => {
    const second = run(fenced(0), { type: 'begun' }, { type: 'begun' });
    expect(currentTag(second, sessionOf(second, 'commit'))).toBe('7.0.2');
    const again = [{ type: 'begun' } as const].reduce(
      reduceTransaction,
      reduceTransaction(second, fenced(1)),
    );
    expect(currentTag(again, sessionOf(again, 'commit'))).toBe('7.1.1');
  });

  it.each<[string, TransactionInput[]]>([
    ['before it is opened', []],
    ['once it is closed', [fenced(), { type: 'closed' }]],
  ])('has no session %s', (_name, inputs) => {
    expect(() => sessionOf(run(...inputs), 'commit')).toThrow('open() comes before commit()');
  });

  it.each<[string, TransactionInput[], boolean]>([
    ['is suspect after a connection closed', [fenced(), { type: 'connection-closed' }], true],
    ['is so also after one that closed while it was opened', [{ type: 'connection-closed' }, fenced()], true],
    ['is not once the markers were verified', [{ type: 'connection-closed' }, { type: 'verifying' }], false],
    [
      'is again when a connection closes while they are verified',
      [{ type: 'verifying' }, { type: 'connection-closed' }],
      true,
    ],
    ['is not by its own end', [fenced(), { type: 'closed' }, { type: 'connection-closed' }], false],
  ])('%s', (_name, inputs, connectionLost) => {
    expect(run(...inputs).connectionLost).toBe(connectionLost);
  });
});

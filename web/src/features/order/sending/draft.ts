import type { Values } from '../../../lib/details/values.ts';
import { parseRecord } from '../../../lib/storage/parse-record.ts';
import type { Attempt } from './attempt.ts';

/**
 * What is typed and is no order yet. `attempt`: under which key it was sent without an answer; sent again after a reload
 * it is the same order.
 */
export type Draft = { values: Values; attempt?: Attempt };

/** @param subject whose draft it is: another person in the same tab does not see it */
export type DraftOwner = { workflow: string; subject: string };

// Of this tab, so that it is there after a look at another page.
const keyOf = ({ workflow, subject }: DraftOwner) => `cupcakery.draft.${workflow}.${subject}`;

/** @param initial the values of an empty form: fields that it no longer has are left out */
export const loadDraft = (
  owner: DraftOwner,
  initial: Values,
  storage: Pick<Storage, 'getItem'> = sessionStorage,
): Draft => {
  const { values, attempt } = parseRecord(storage.getItem(keyOf(owner)));
  const typed = new Map(isObject(values) ? Object.entries(values) : []);
  const kept = Object.entries(initial).map(([name, value]) => {
    const text = typed.get(name);
    return [name, typeof text === 'string' ? text : value] as const;
  });
  return {
    values: Object.fromEntries(kept),
    ...(isAttempt(attempt) ? { attempt: { key: attempt.key, body: attempt.body } } : {}),
  };
};

export const saveDraft = (
  owner: DraftOwner,
  draft: Draft,
  storage: Pick<Storage, 'setItem'> = sessionStorage,
): void => storage.setItem(keyOf(owner), JSON.stringify(draft));

export const clearDraft = (owner: DraftOwner, storage: Pick<Storage, 'removeItem'> = sessionStorage): void =>
  storage.removeItem(keyOf(owner));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isAttempt = (value: unknown): value is Attempt =>
  isObject(value) &&
  'key' in value &&
  typeof value.key === 'string' &&
  'body' in value &&
  typeof value.body === 'string';

import type { Values } from '../../../lib/details/values.ts';
import { parseRecord } from '../../../lib/storage/parse-record.ts';

/** What is typed and not sent yet: of this tab, so that it is there after a look at another page, or a reload. */
const keyOf = (workflow: string, subject: string) => `cupcakery.draft.${workflow}.${subject}`;

/** @param subject whose draft it is: another person in the same tab does not see it */
export const loadDraft = (
  workflow: string,
  subject: string,
  initial: Values,
  storage: Pick<Storage, 'getItem'> = sessionStorage,
): Values => {
  const kept = parseRecord(storage.getItem(keyOf(workflow, subject)));
  // Only fields that the form still has; what is no text was not written by this page.
  return Object.fromEntries(
    Object.entries(initial).map(([name, value]) => {
      const text = kept[name];
      return [name, typeof text === 'string' ? text : value];
    }),
  );
};

export const saveDraft = (
  workflow: string,
  subject: string,
  values: Values,
  storage: Pick<Storage, 'setItem'> = sessionStorage,
): void => storage.setItem(keyOf(workflow, subject), JSON.stringify(values));

export const clearDraft = (
  workflow: string,
  subject: string,
  storage: Pick<Storage, 'removeItem'> = sessionStorage,
): void => storage.removeItem(keyOf(workflow, subject));

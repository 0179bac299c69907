import { randomKey } from '../../../lib/random-key.ts';

/** One wish of a person: the same key as long as the same thing is asked for, however often it is sent. */
export type Attempt = { key: string; body: string };

/** The attempt that `details` belong to: the one before if it asked for the same and has no answer yet. */
export const attemptFor = (
  details: unknown,
  before: Attempt | undefined,
  newKey: () => string = randomKey,
): Attempt => {
  const body = JSON.stringify(details);
  return before?.body === body ? before : { key: newKey(), body };
};

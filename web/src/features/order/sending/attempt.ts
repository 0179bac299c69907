import { randomKey } from '../../../lib/random-key.ts';

/** One attempt to place an order: the same key as long as the same details are sent, however often. */
export type Attempt = { key: string; body: string };

/** The attempt that `details` belong to: the previous one if it had the same details and has no answer yet. */
export const attemptFor = (
  details: unknown,
  before: Attempt | undefined,
  newKey: () => string = randomKey,
): Attempt => {
  const body = JSON.stringify(details);
  return before?.body === body ? before : { key: newKey(), body };
};

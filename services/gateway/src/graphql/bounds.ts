import { requestError } from './errors.ts';

/** How many of a list were asked for; null: as many as there may be. Refuses what is out of bounds. */
export function checkedCount(first: number | null, max: number, name = 'first'): number {
  if (first === null) return max;
  if (first >= 1 && first <= max) return first;
  throw requestError('BAD_REQUEST', `\`${name}\` must be 1 to ${max}.`);
}

import { requestError } from './errors.ts';

/**
 * How many items of a list are requested; null: as many as are allowed.
 * @throws GraphQLError BAD_REQUEST outside of 1 to `max`
 */
export function checkedCount(first: number | null, max: number, name = 'first'): number {
  if (first === null) return max;
  if (first >= 1 && first <= max) return first;
  throw requestError('BAD_REQUEST', `\`${name}\` must be 1 to ${max}.`);
}

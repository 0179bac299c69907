/** More or longer values than a token may carry; the message names the limit and is for the caller. */
export class TooManyClaimValues extends Error {
  override name = 'TooManyClaimValues';
}

const maxValues = 200;
const maxLength = 100;

/**
 * The roles at a path, see `claimAt`: an array of strings, or one string separated by blanks or commas. What is no
 * string, or empty, is ignored. Throws TooManyClaimValues instead of leaving roles out.
 */
export function rolesAt(claims: object, path: string): string[] {
  const value = claimAt(claims, path);
  return bounded(typeof value === 'string' ? value.split(/[\s,]+/) : value, 'roles');
}

/** The values at a path, see `claimAt`: an array of strings, or one string. Otherwise as `rolesAt`. */
export function valuesAt(claims: object, path: string): string[] {
  const value = claimAt(claims, path);
  return bounded(typeof value === 'string' ? [value] : value, 'values of one claim');
}

/** What is at a dotted path (`realm_access.roles`), or under a claim whose own name has dots (`https://example.com/roles`). */
function claimAt(claims: object, path: string): unknown {
  const own = (from: unknown, key: string): unknown =>
    typeof from === 'object' && from !== null && Object.hasOwn(from, key)
      ? Reflect.get(from, key)
      : undefined;
  return own(claims, path) ?? path.split('.').reduce<unknown>(own, claims);
}

function bounded(value: unknown, what: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  const texts = list.filter((one): one is string => typeof one === 'string' && one !== '');
  if (texts.length > maxValues)
    throw new TooManyClaimValues(`the token has ${texts.length} ${what}, more than ${maxValues}`);
  if (texts.some((text) => text.length > maxLength))
    throw new TooManyClaimValues(
      `among the ${what} of the token is one of more than ${maxLength} characters`,
    );
  return texts;
}

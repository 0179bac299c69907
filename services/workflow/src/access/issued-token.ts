import { callerOfIssued, type IssuedCaller, type StaffView } from './staff-view.ts';

const shape = /^cup_(board|link)_([0-9a-f]{16})_([\w-]{43})$/;

/**
 * The caller of a token that this installation has issued, while it counts; undefined for any other text.
 * @param isHashOf whether a hash is that of a secret, compared in constant time
 * @param now ms since 1970
 */
export function issuedCallerWith(
  view: Pick<StaffView, 'board' | 'link'>,
  token: string,
  isHashOf: (hash: string, secret: string) => boolean,
  now: number,
): (IssuedCaller & { token: string }) | undefined {
  const [, kind, id, secret] = shape.exec(token) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const record = kind === 'board' ? view.board(id, now) : view.link(id, now);
  return record && isHashOf(record.secretHash, secret) ? { ...callerOfIssued(record), token } : undefined;
}

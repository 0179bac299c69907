/** Reads an answer; throws when it is another one. */
export type Reader<T> = (value: unknown) => T;

/** A wall screen, as managers see it. */
export type BoardCard = { id: string; name: string; stage: string; issuedBy: string; expiresAt: string };
/** A person who has a code or a badge. */
export type CookCard = { sub: string; name: string; hasCode: boolean; hasBadge: boolean };
export type LinkCard = { id: string; issuedAt: string; issuedBy: string; expiresAt: string };
/** Who works at a wall screen. @param until ms since 1970 of the server's clock */
export type CookSession = { sub: string; name: string; token: string; until: number };

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const text = (value: unknown, name: string): string => {
  const found = member(value, name);
  if (typeof found === 'string') return found;
  throw new TypeError(`the answer has no text ${name}`);
};

export const nothing: Reader<undefined> = () => undefined;

export const list =
  <T>(name: string, reader: Reader<T>): Reader<T[]> =>
  (value) => {
    const found = member(value, name);
    if (!Array.isArray(found)) throw new TypeError(`the answer has no list ${name}`);
    return found.map((one) => reader(one));
  };

export const board: Reader<BoardCard> = (value) => ({
  id: text(value, 'id'),
  name: text(value, 'name'),
  stage: text(value, 'stage'),
  issuedBy: text(value, 'issuedBy'),
  expiresAt: text(value, 'expiresAt'),
});

export const issuedBoard: Reader<{ board: BoardCard; token: string }> = (value) => ({
  board: board(member(value, 'board')),
  token: text(value, 'token'),
});

export const cook: Reader<CookCard> = (value) => ({
  sub: text(value, 'sub'),
  name: text(value, 'name'),
  hasCode: member(value, 'hasCode') === true,
  hasBadge: member(value, 'hasBadge') === true,
});

export const cookSession: Reader<CookSession> = (value) => {
  const until = Date.parse(text(value, 'until'));
  if (Number.isNaN(until)) throw new TypeError('the answer has no time until');
  return { sub: text(value, 'sub'), name: text(value, 'name'), token: text(value, 'cook'), until };
};

export const link: Reader<LinkCard> = (value) => ({
  id: text(value, 'id'),
  issuedAt: text(value, 'issuedAt'),
  issuedBy: text(value, 'issuedBy'),
  expiresAt: text(value, 'expiresAt'),
});

export const issuedLink: Reader<{ path: string }> = (value) => ({ path: text(value, 'path') });

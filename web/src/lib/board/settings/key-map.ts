/** An arrow key, by its `KeyboardEvent.key`. */
export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** What a key does on a board. The digits always select a slot and the arrows always move. */
export type BoardAction =
  | 'done'
  | 'claim'
  | 'recall'
  | 'rush'
  | 'hold'
  | 'fail'
  | 'details'
  | 'all-day'
  | 'sound'
  | 'first-page'
  | 'last-page'
  | 'previous-page'
  | 'next-page'
  | 'clear'
  | 'help';

export type KeyMap = Readonly<Record<BoardAction, string>>;

/** Keys by `KeyboardEvent.key`, letters in lower case. */
export const defaultKeys: KeyMap = {
  done: 'Enter',
  claim: ' ',
  recall: 'Backspace',
  rush: 'r',
  hold: 'h',
  fail: 'f',
  details: 'd',
  'all-day': 'a',
  sound: 's',
  'first-page': 'Home',
  'last-page': 'End',
  'previous-page': 'PageUp',
  'next-page': 'PageDown',
  clear: 'Escape',
  help: '?',
};

export const boardActions = Object.keys(defaultKeys) as BoardAction[];

export const actionWords: Record<BoardAction, string> = {
  done: 'Finish the ticket',
  claim: 'Take the ticket, or release it',
  recall: 'Recall the last one finished',
  rush: 'Rush: to the front, and back',
  hold: 'Hold: put aside, and back',
  fail: 'Report a problem',
  details: 'Show the whole order, with its note',
  'all-day': 'All-day: sum of all tickets',
  sound: 'Sounds on or off',
  'first-page': 'First page',
  'last-page': 'Last page',
  'previous-page': 'Page before',
  'next-page': 'Next page',
  clear: 'Select nothing',
  help: 'These keys',
};

const names: Record<string, string> = { ' ': 'Space', Escape: 'Esc', PageUp: 'PgUp', PageDown: 'PgDn' };

/** The label of the key. */
export const keyName = (key: string): string => names[key] ?? (key.length === 1 ? key.toUpperCase() : key);

export const normalKey = (key: string): string => (key.length === 1 ? key.toLowerCase() : key);

/** The slot (0: the first) of a digit: 1 to 9, then 0. */
export const slotOfKey = (key: string): number | undefined =>
  /^\d$/.test(key) ? (Number(key) + 9) % 10 : undefined;

export const keyOfSlot = (slot: number): string => String((slot + 1) % 10);

/** Keys that cannot be assigned to an action: they have their own meaning. */
const reserved = /^(\d|Arrow.*|Tab|Shift|Control|Alt|Meta|CapsLock|Dead|Process|Unidentified)$/;

/** Why a key cannot be assigned to an action, in words; undefined when it can. */
export const keyProblem = (keys: KeyMap, action: BoardAction, key: string): string | undefined => {
  if (reserved.test(key)) return `${keyName(key)} has a meaning of its own.`;
  const taken = boardActions.find((other) => other !== action && keys[other] === key);
  return taken && `${keyName(key)} is taken: ${actionWords[taken].toLowerCase()}.`;
};

export const actionOfKey = (keys: KeyMap, key: string): BoardAction | undefined =>
  boardActions.find((action) => keys[action] === key);

/** A key map from stored settings; whatever is not a key of an action keeps its default. */
export const parseKeys = (kept: unknown): KeyMap => {
  const keys = { ...defaultKeys };
  if (typeof kept !== 'object' || kept === null) return keys;
  for (const [action, key] of Object.entries(kept)) {
    const known = boardActions.find((one) => one === action);
    if (known && typeof key === 'string' && !reserved.test(key)) keys[known] = key;
  }
  return new Set(Object.values(keys)).size === boardActions.length ? keys : defaultKeys;
};

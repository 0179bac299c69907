/**
 * What the pages say, by meaning: the one file that changes when a sentence is reworded. A function finds its sentence
 * in a text and returns the numbers in it; undefined: the text does not say that.
 */

/** Accessible names of what is read. */
export const names = {
  kitchen: /^(The kitchen|All stations), now$/,
  ownOrders: 'Your orders',
  whereItIs: 'Where it is',
  lane: (stage: string) => new RegExp(`^(\\d+ )?${stage}$`, 'i'),
  row: (stage: string) => new RegExp(`^${stage}`, 'i'),
  column: {
    state: 'State',
    tickets: 'Tickets',
    behind: 'Behind',
    flow: 'In / out',
    now: 'Now',
    ages: 'By age',
    waitsLongest: 'Waits longest',
    done: 'Done',
  },
  figure: {
    inProgress: /^In progress$/,
    atRisk: /^At risk$/,
    late: /^Late$/,
    incidents: /^Incidents$/,
    placed: /^Placed$/,
    finished: /^Finished$/,
    promiseKept: /^Promise kept$/,
    duration: /^From placed to finished/,
  },
};

/** Said on no page while orders wait and nobody works: a promise, a pace or an end that does not exist. */
export const untrueWhileNobodyWorks = [
  /on time/i,
  /all clear/i,
  /nothing has stopped/i,
  /growing|shrinking|steady/i,
  /gone in/i,
  /expect it/i,
  /is ready (in|within|at|between)/i,
  /kitchen is free/i,
  /expected to keep/i,
];

const numberIn = (pattern: RegExp) => (text: string) => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** Totals: of the kitchen, of a board's head, of the floor's steps of age. A total of 0 is left out. */
export const total = {
  inProgress: numberIn(/(\d+) in progress/),
  atRisk: numberIn(/(\d+) at risk/),
  lateOrders: numberIn(/(\d+) late\b/),
  slow: numberIn(/(\d+) slow/),
  late: numberIn(/(?<!very )\b(\d+) late\b/),
  veryLate: numberIn(/(\d+) very late/),
  tickets: numberIn(/(\d+) tickets?\b/),
  orders: numberIn(/(\d+) orders?\b/),
  waiting: numberIn(/(\d+) waiting/),
  inWork: numberIn(/(\d+) in work/),
  moreOrders: numberIn(/: (\d+) more/),
  ofPages: numberIn(/of (\d+), page/),
};

export const order = {
  ahead: numberIn(/\((\d+) ahead\)/),
  cannotSay: (text: string) => /cannot say yet/i.test(text),
  willBeLater: (text: string) => /probably be later/i.test(text),
  promisedAt: (text: string) => /promised(?: by)? (\d\d:\d\d)/i.exec(text)?.[1],
  lateMs: (text: string) => spanIn(/It is (.+?) late/, text),
};

export const kitchen = {
  stands: (text: string) => /stands still/i.test(text),
};

/** A range of times from now in ms, as `in 2 to 4 minutes`, `within a minute`, `in about 3 minutes`, `any moment`. */
export function expectationIn(text: string): { from: number; to: number } | undefined {
  const when = /(?:expect it|is ready) (any moment|(?:with)?in [\da-z ]+? minutes?)\./i.exec(text)?.[1];
  if (when === undefined) return undefined;
  if (when === 'any moment') return { from: 0, to: 0 };
  const minutes = [...when.matchAll(/\d+|\ba minute/g)].map(([found]) =>
    found === 'a minute' ? 1 : Number(found),
  );
  const to = (minutes.at(-1) ?? 0) * 60_000;
  return { from: /^within/i.test(when) ? 0 : (minutes[0] ?? 0) * 60_000, to };
}

export const flow = {
  /** Tickets a minute; `idle` is none of both. */
  came: (text: string) => (/idle/.test(text) ? 0 : numberIn(/([\d.]+) in\b/)(text)),
  left: (text: string) => (/idle/.test(text) ? 0 : numberIn(/([\d.]+) out\b/)(text)),
  isShrinking: (text: string) => /shrinking/i.test(text),
  isGrowing: (text: string) => /growing/i.test(text),
  goneInMs: (text: string) => spanIn(/gone in ([\d a-z]+)/, text),
};

export const state = {
  stalled: /stalled/i,
  noWorkers: /no workers/i,
  noTickets: /no tickets/i,
  trends: /growing|shrinking|steady/i,
};

export const unknown = '–';

/** A clock's age `12:34` or `1 h 05`, ms. */
export function ageIn(text: string): number | undefined {
  const hours = /(\d+) h (\d\d)/.exec(text);
  if (hours) return (Number(hours[1]) * 60 + Number(hours[2])) * 60_000;
  const minutes = /(?<![\d:])(\d+):(\d\d)(?!:)/.exec(text);
  return minutes ? (Number(minutes[1]) * 60 + Number(minutes[2])) * 1000 : undefined;
}

function spanIn(pattern: RegExp, text: string): number | undefined {
  const span = pattern.exec(text)?.[1];
  return span === undefined ? undefined : spanMs(span);
}

const unitMs: Record<string, number> = {
  h: 3_600_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  s: 1000,
};

function spanMs(span: string): number {
  return [...span.matchAll(/(\d+) (h|minutes?|min|s)\b/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0),
    0,
  );
}

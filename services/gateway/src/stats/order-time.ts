const usual = '2026-11-21T12:00:00.000Z'.length;
let day = '';
let dayStart = 0;

/**
 * Milliseconds since 1970 of a time as orders carry it. A tenth of what Date.parse takes, which numbers over
 * 200,000 orders are made of: the day is parsed once, for most times are of the same few.
 */
export function timeOf(text: string): number {
  if (text.length !== usual || text[usual - 1] !== 'Z') return Date.parse(text);
  if (!text.startsWith(day) || day === '') {
    day = text.slice(0, 10);
    dayStart = Date.parse(`${day}T00:00:00.000Z`);
  }
  const minutes = two(text, 11) * 60 + two(text, 14);
  return dayStart + (minutes * 60 + two(text, 17)) * 1000 + two(text, 20) * 10 + digit(text, 22);
}

const digit = (text: string, at: number) => text.charCodeAt(at) - 48;
const two = (text: string, at: number) => digit(text, at) * 10 + digit(text, at + 1);

/** Seconds between two such times; never negative, for clocks differ a little. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, timeOf(to) - timeOf(from)) / 1000;
}

const usualLength = '2026-11-21T12:00:00.000Z'.length;
let day = '';
let dayStart = 0;

/**
 * Milliseconds since 1970 of a time as orders carry it. It takes a tenth of the time of Date.parse, which counts over
 * 200,000 orders would mostly consist of: the day is parsed once, since most times fall on the same few days.
 */
export function timeOf(text: string): number {
  if (text.length !== usualLength || text[usualLength - 1] !== 'Z') return Date.parse(text);
  if (!text.startsWith(day) || day === '') {
    day = text.slice(0, 10);
    dayStart = Date.parse(`${day}T00:00:00.000Z`);
  }
  const minutes = two(text, 11) * 60 + two(text, 14);
  return dayStart + (minutes * 60 + two(text, 17)) * 1000 + two(text, 20) * 10 + digit(text, 22);
}

const digit = (text: string, index: number) => text.charCodeAt(index) - 48;
const two = (text: string, index: number) => digit(text, index) * 10 + digit(text, index + 1);

/** Seconds between two such times; never negative, although clocks differ a little. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, timeOf(to) - timeOf(from)) / 1000;
}

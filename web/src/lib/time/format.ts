const pad = (value: number): string => String(value).padStart(2, '0');

/** An age for a board, of constant width as long as it can be: `0:07`, `12:30`, `3 h 05`. Never below zero. */
export const clockAge = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${pad(minutes % 60)}` : `${Math.floor(hours / 24)} d`;
};

/** A span in words, rounded as in speech: `8 s`, `2 min 5 s`, `14 min`, `3 h 5 min`. */
export const spanWords = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  if (minutes < 60) return `${Math.round(seconds / 60)} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
};

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** Across midnight the nearest hours still need no date. */
const nearMs = 12 * 3_600_000;

/** Time of day, with the day if it could be taken for today's: `12:03:04`, `Fri 21 Nov, 12:03`. */
export const timeOfDay = (at: number, now: number, precision: 'seconds' | 'minutes' = 'seconds'): string => {
  const words = (precision === 'seconds' ? time : shortTime).format(at);
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  return today || Math.abs(at - now) < nearMs ? words : `${day.format(at)}, ${words}`;
};

const roundMs = 5_000;
/** Up to here a span is clearer than two times of day. */
const soonMs = 600_000;

/**
 * When something between two times will be, for a sentence: `any moment`, `in 20 s to 1 min`, `in about 2 min`, later
 * `at 12:03 to 12:15`. Rounded to 5 s, so that it does not change with every tick.
 */
export const expectation = (from: number, to: number, now: number): string => {
  if (to - now > soonMs) {
    const [first, last] = [timeOfDay(from, now, 'minutes'), timeOfDay(to, now, 'minutes')];
    return first === last ? `at ${first}` : `at ${first} to ${last}`;
  }
  const low = Math.floor(Math.max(0, from - now) / roundMs) * roundMs;
  const high = Math.ceil(Math.max(0, to - now) / roundMs) * roundMs;
  if (high === 0) return 'any moment';
  if (low === 0) return `within ${spanWords(high)}`;
  return low === high ? `in about ${spanWords(low)}` : `in ${spanWords(low)} to ${spanWords(high)}`;
};

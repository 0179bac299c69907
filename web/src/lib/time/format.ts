import { locale, t } from '../texts/texts.ts';

const pad = (value: number): string => String(value).padStart(2, '0');

/** A number in the language of the page, with so many digits after its point. */
export const numberWords = (value: number, digits = 0): string =>
  new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );

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

const formats = {
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minutes: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
} as const;
const made = new Map<string, Intl.DateTimeFormat>();

/** In the language of the page. Formats are kept: making one takes longer than using it a hundred times. */
const formatted = (at: number, format: keyof typeof formats): string => {
  const key = `${locale()} ${format}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale(), formats[format]);
  made.set(key, known);
  return known.format(at);
};

/** Across midnight the nearest hours still need no date. */
const nearMs = 12 * 3_600_000;

/** Time of day, with the day if it could be taken for today's: `12:03:04`, `Fri 21 Nov, 12:03`. */
export const timeOfDay = (at: number, now: number, precision: 'seconds' | 'minutes' = 'seconds'): string => {
  const words = formatted(at, precision);
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  return today || Math.abs(at - now) < nearMs ? words : `${formatted(at, 'day')}, ${words}`;
};

/** A span for customers, in minutes. */
export const minuteWords = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return t('time.lessThanAMinute');
  return minutes < 60 ? t('time.minutes', { count: minutes }) : spanWords(minutes * 60_000);
};

/** Up to here a span is clearer than two times of day. */
const soonMs = 600_000;

/**
 * When something between two times will be, for a sentence: `any moment`, `within 3 minutes`, `in 2 to 5 minutes`, later
 * `at 12:03 to 12:15`. In whole minutes, so that it does not change with every tick and promises no more than is known.
 */
export const expectation = (from: number, to: number, now: number): string => {
  if (to - now > soonMs) {
    const [first, last] = [timeOfDay(from, now, 'minutes'), timeOfDay(to, now, 'minutes')];
    return first === last ? t('time.at', { first }) : t('time.between', { first, last });
  }
  const low = Math.floor(Math.max(0, from - now) / 60_000);
  const high = Math.ceil(Math.max(0, to - now) / 60_000);
  if (high === 0) return t('time.anyMoment');
  if (low === 0) return t('time.within', { count: high });
  return low === high ? t('time.about', { count: low }) : t('time.range', { low, count: high });
};

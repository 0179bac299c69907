const pad = (value: number): string => String(value).padStart(2, '0');

/** An age for a board, of constant width as long as it can be: `0:07`, `12:30`, `3 h 05`. Never below zero. */
export const clockAge = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${pad(minutes % 60)}` : `${Math.floor(hours / 24)} d`;
};

/** A span in words, rounded to what a person would say: `8 s`, `2 min 5 s`, `14 min`, `3 h 5 min`. */
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

/** Time of day, with the day if it is not today's: `12:03:04`, `Fri 21 Nov, 12:03`. */
export const timeOfDay = (at: number, now: number, precision: 'seconds' | 'minutes' = 'seconds'): string => {
  const words = (precision === 'seconds' ? time : shortTime).format(at);
  return new Date(at).toDateString() === new Date(now).toDateString() ? words : `${day.format(at)}, ${words}`;
};

/** Two times as one: `12:03 to 12:05`, or `12:03` when they fall into the same minute. */
export const timeRange = (from: number, to: number, now: number): string => {
  const [first, last] = [timeOfDay(from, now, 'minutes'), timeOfDay(to, now, 'minutes')];
  return first === last ? first : `${first} to ${last}`;
};

import { timeOfDay } from '../time/format.ts';

const minuteMs = 60_000;
/** Up to here a span is clearer than two times of day. */
const soonMs = 20 * minuteMs;

/** When something between two times will be, in whole minutes: seconds would promise more than a kitchen can keep. */
export const inMinutes = (from: number, to: number, now: number): string => {
  if (to - now > soonMs) {
    const [first, last] = [timeOfDay(from, now, 'minutes'), timeOfDay(to, now, 'minutes')];
    return first === last ? `at ${first}` : `between ${first} and ${last}`;
  }
  const low = Math.floor(Math.max(0, from - now) / minuteMs);
  const high = Math.max(1, Math.ceil((to - now) / minuteMs));
  if (low === 0) return high === 1 ? 'within a minute' : `within ${high} minutes`;
  return low === high
    ? `in about ${low} ${low === 1 ? 'minute' : 'minutes'}`
    : `in ${low} to ${high} minutes`;
};

import { t } from '../../lib/texts/texts.ts';
import { spanWords } from '../../lib/time/format.ts';

/** Below this a difference is what people expect of clocks. */
const leastMs = 30_000;
const minute = 60_000;

/**
 * That the clock of a device is wrong, by how much and what follows; undefined while it is right.
 * @param offsetMs server's time minus device's
 */
export const clockWords = (offsetMs: number): { cause: string; effect: string } | undefined => {
  const ms = Math.abs(offsetMs);
  if (ms < leastMs) return undefined;
  // From a minute on in whole minutes: the seconds would say nothing more.
  const span = spanWords(ms < minute ? ms : Math.round(ms / minute) * minute);
  return {
    cause: t(offsetMs > 0 ? 'connection.clockSlow' : 'connection.clockFast', { span }),
    effect: t('connection.clockEffect'),
  };
};

import { spanWords } from '../time/format.ts';

type Rates = { inRate: number | null; outRate: number | null; drainSeconds: number | null };

/** Below this many tickets a minute a difference is chance. */
const steady = 1;

/** Whether a backlog grows or shrinks, per minute, and when it will be gone. Unknown is unknown. */
export const trendWords = (rates: Rates | undefined): string => {
  if (rates?.inRate == null || rates.outRate == null) return '–';
  const [came, went] = [rates.inRate * 60, rates.outRate * 60];
  const words = `${round(came)} in, ${round(went)} out a minute`;
  // Nothing there to shrink, or next to no difference.
  if (rates.drainSeconds === 0 || Math.abs(came - went) < steady) return words;
  if (came > went) return `growing: ${words}`;
  const drained = rates.drainSeconds === null ? '' : `, gone in ${spanWords(rates.drainSeconds * 1_000)}`;
  return `shrinking: ${words}${drained}`;
};

const round = (value: number): string => (value < 10 ? value.toFixed(1) : String(Math.round(value)));

import { spanWords } from '../time/format.ts';
import { type FlowNumbers, flowOf } from './flow.ts';

/**
 * How tickets move through a stage, per minute; whether that makes them more or fewer, and when they will be gone, is
 * said only where the difference is no chance. Unknown is unknown.
 */
export const trendWords = (numbers: FlowNumbers | undefined): string => {
  if (numbers?.inRate == null || numbers.outRate == null) return '–';
  const [came, went] = [numbers.inRate * 60, numbers.outRate * 60];
  if (came === 0 && went === 0) return 'idle';
  const words = `${rounded(came)} in, ${rounded(went)} out a minute`;
  const flow = flowOf(numbers);
  if (flow === 'growing') return `growing: ${words}`;
  if (flow !== 'shrinking') return words;
  const { drainSeconds } = numbers;
  return `shrinking: ${words}${drainSeconds === null ? '' : `, gone in ${spanWords(drainSeconds * 1_000)}`}`;
};

const rounded = (value: number): string =>
  value === 0 || value >= 10 ? String(Math.round(value)) : value.toFixed(1);

import { t } from '../texts/texts.ts';
import { numberWords, spanWords } from '../time/format.ts';
import { type FlowNumbers, flowOf } from './flow.ts';

/**
 * How tickets move through a stage, per minute; whether that makes them more or fewer, and when they will be gone, is
 * said only where the difference is no chance. Unknown is unknown.
 */
export const trendWords = (numbers: FlowNumbers | undefined): string => {
  if (numbers?.inRate == null || numbers.outRate == null) return '–';
  const [came, went] = [numbers.inRate * 60, numbers.outRate * 60];
  if (came === 0 && went === 0) return t('trend.idle');
  const words = t('trend.flow', { came: rounded(came), went: rounded(went) });
  const flow = flowOf(numbers);
  if (flow === 'growing') return t('trend.growing', { flow: words });
  if (flow !== 'shrinking') return words;
  const { drainSeconds } = numbers;
  return drainSeconds === null
    ? t('trend.shrinking', { flow: words })
    : t('trend.shrinkingUntil', { flow: words, span: spanWords(drainSeconds * 1_000) });
};

const rounded = (value: number): string => numberWords(value, value === 0 || value >= 10 ? 0 : 1);

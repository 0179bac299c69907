import { t } from '../texts/texts.ts';
export type AgeStep = 'fresh' | 'warn' | 'late' | 'critical';

/** Steps of a board: warn at 75 % of the target, late at 100 %, critical at 150 %. Without a target always fresh. */
export const ageStep = (seconds: number, target: number | null | undefined): AgeStep => {
  if (!target || target <= 0) return 'fresh';
  if (seconds >= target * 1.5) return 'critical';
  if (seconds >= target) return 'late';
  return seconds >= target * 0.75 ? 'warn' : 'fresh';
};

/** The word beside the colour, on a card in a lane: late at this stage, whatever the promise. */
export const ageWords = (step: Exclude<AgeStep, 'fresh'>): string =>
  t(step === 'warn' ? 'ticket.slow' : 'ticket.lateHere');

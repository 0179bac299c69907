import type { IconName } from '../../ui/icon.tsx';

/** A stage's state as the table shows it. */
export type StageState = {
  /** The worse, the higher: the order of the table. */
  severity: number;
  words: string;
  icon: IconName;
  tone: 'plain' | 'good' | 'busy' | 'warn' | 'bad';
};

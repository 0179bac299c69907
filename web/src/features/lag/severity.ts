import { t } from '../../lib/texts/texts.ts';
import type en from '../../texts/en.json';
import type { IconName } from '../../ui/icon.tsx';

/** A stage's state as the table shows it. */
export type StageState = {
  /** The worse, the higher: the order of the table. */
  severity: number;
  words: string;
  icon: IconName;
  tone: 'plain' | 'good' | 'busy' | 'warn' | 'bad';
};

/** A state without its words, which depend on the language of the page. */
export type StateLook = Omit<StageState, 'words'> & { key: keyof (typeof en)['lagState'] };

export const inWords = ({ key, ...look }: StateLook): StageState => ({
  ...look,
  words: t(`lagState.${key}`),
});

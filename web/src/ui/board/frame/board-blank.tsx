import { t } from '../../../lib/texts/texts.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { Cupcake } from '../../cupcake/cupcake.tsx';
import styles from './board-page.module.css';

type Known = { known: boolean; updatedAt?: number };

/** An empty board says why: nothing to do, not known yet, or not known any more. */
export const BoardBlank = ({ live, connected }: { live: Known; connected: boolean }) => (
  <div className={styles.blank}>
    <Cupcake flavour={live.known && connected ? 'Pistachio' : 'Vanilla'} size="XL" />
    <p>{blankWords(live, connected)}</p>
  </div>
);

const blankWords = ({ known, updatedAt }: Known, connected: boolean): string => {
  if (!known || updatedAt === undefined) return t(connected ? 'board.fetching' : 'board.unknown');
  const time = timeOfDay(updatedAt, updatedAt);
  // It may call itself clear only while it would receive changes.
  return t(connected ? 'board.allClear' : 'board.nothingAsOf', { time });
};

import type { LiveTickets } from '../../lib/live/use-live-tickets.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import { Cupcake } from '../../ui/cupcake.tsx';
import styles from './stage-board.module.css';

/** An empty board says why: nothing to do, not known yet, or not known any more. */
export const StageBlank = ({ live, connected }: { live: LiveTickets; connected: boolean }) => (
  <div className={styles.blank}>
    <Cupcake flavour={live.known && connected ? 'Pistachio' : 'Vanilla'} size="XL" />
    <p>{blankWords(live, connected)}</p>
  </div>
);

const blankWords = ({ known, updatedAt }: LiveTickets, connected: boolean): string => {
  if (!known || updatedAt === undefined)
    return connected ? 'Fetching the tickets …' : 'Nothing is known yet.';
  const time = timeOfDay(updatedAt, updatedAt);
  // It may call itself clear only while it would hear otherwise.
  return connected ? `All clear, updated ${time}` : `Nothing to do as of ${time}`;
};

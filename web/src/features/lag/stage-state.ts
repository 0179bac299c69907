import { scalingTrouble } from './scaling-trouble.ts';
import type { StageState } from './severity.ts';
import type { StageRow } from './use-backlog.ts';

/** Tickets a minute below which a difference of rates is chance. */
const steady = 1;

/** What a stage's numbers mean, in two or three words; the problem of its scaling, where that is worse. */
export const stateOf = (row: StageRow): StageState => {
  const flow = flowOf(row);
  const trouble = scalingTrouble(row.reasonCode);
  return trouble && trouble.severity > flow.severity ? trouble : flow;
};

const flowOf = (row: StageRow): StageState => {
  if (row.lag === null) return { severity: 5, words: 'unknown', icon: 'late', tone: 'warn' };
  if (row.partitions.some(({ stalled }) => stalled)) {
    return { severity: 6, words: 'stands still', icon: 'incident', tone: 'bad' };
  }
  if (row.members === 0 && row.lag > 0) {
    return { severity: 6, words: 'nobody works', icon: 'incident', tone: 'bad' };
  }
  if (row.lag === 0) return { severity: 0, words: 'all done', icon: 'done', tone: 'good' };
  const { inRate, outRate } = row;
  if (inRate === null || outRate === null) {
    return { severity: 2, words: 'behind', icon: 'working', tone: 'busy' };
  }
  const change = (inRate - outRate) * 60;
  if (change > steady) return { severity: 4, words: 'growing', icon: 'late', tone: 'warn' };
  if (change < -steady) return { severity: 1, words: 'shrinking', icon: 'working', tone: 'busy' };
  return { severity: 3, words: 'steady', icon: 'working', tone: 'busy' };
};

export type SortBy = 'route' | 'lag' | 'age' | 'state';

/** The rows in the order that was asked for, the worst first; unknown ones count as bad, not as nothing. */
export const sorted = (rows: readonly StageRow[], by: SortBy): StageRow[] => {
  const ageOf = ({ oldestWaitingSince, lag }: StageRow) =>
    oldestWaitingSince ? -Date.parse(oldestWaitingSince) : lag === 0 ? Number.NEGATIVE_INFINITY : 0;
  const keys: Record<Exclude<SortBy, 'route'>, (row: StageRow) => number> = {
    lag: (row) => row.lag ?? Number.POSITIVE_INFINITY,
    age: ageOf,
    state: (row) => stateOf(row).severity,
  };
  if (by === 'route') return [...rows];
  const key = keys[by];
  return rows.toSorted((a, b) => {
    const [first, second] = [key(a), key(b)];
    return first === second ? 0 : second - first;
  });
};

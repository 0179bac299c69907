import { type Flow, flowOf } from '../../lib/orders/flow.ts';
import { scalingTrouble } from './scaling-trouble.ts';
import type { StageState } from './severity.ts';
import type { StageRow } from './use-backlog.ts';

const states: Record<Flow, StageState> = {
  stalled: { severity: 6, words: 'stalled', icon: 'incident', tone: 'bad' },
  'no workers': { severity: 6, words: 'no workers', icon: 'incident', tone: 'bad' },
  unknown: { severity: 5, words: 'unknown', icon: 'late', tone: 'warn' },
  growing: { severity: 4, words: 'growing', icon: 'late', tone: 'warn' },
  steady: { severity: 3, words: 'steady', icon: 'working', tone: 'busy' },
  behind: { severity: 2, words: 'behind', icon: 'working', tone: 'busy' },
  shrinking: { severity: 1, words: 'shrinking', icon: 'working', tone: 'busy' },
  'no workers, no tickets': { severity: 1, words: 'no workers, no tickets', icon: 'waiting', tone: 'plain' },
  'no tickets': { severity: 0, words: 'no tickets', icon: 'done', tone: 'good' },
};

/** What a stage's numbers mean, in two or three words; the problem of its scaling, where that is worse. */
export const stateOf = (row: StageRow): StageState => {
  const hasStalledPartition = row.lag !== null && row.partitions.some(({ stalled }) => stalled);
  const flow = states[hasStalledPartition ? 'stalled' : flowOf(row)];
  const trouble = scalingTrouble(row.reasonCode);
  return trouble && trouble.severity > flow.severity ? trouble : flow;
};

export type SortBy = 'route' | 'lag' | 'age' | 'state';

/** The rows in the requested order, the worst first; unknown ones count as bad, not as zero. */
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

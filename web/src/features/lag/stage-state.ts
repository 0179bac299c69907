import { type Flow, flowOf } from '../../lib/orders/flow.ts';
import { t } from '../../lib/texts/texts.ts';
import { scalingTrouble } from './scaling-trouble.ts';
import { inWords, type StageState, type StateLook } from './severity.ts';
import type { StageRow } from './use-backlog.ts';

const paused: StateLook = { severity: 6, key: 'paused', icon: 'held', tone: 'warn' };
const states: Record<Flow, StateLook> = {
  stalled: { severity: 6, key: 'stalled', icon: 'incident', tone: 'bad' },
  'no workers': { severity: 6, key: 'noWorkers', icon: 'incident', tone: 'bad' },
  unknown: { severity: 5, key: 'unknown', icon: 'late', tone: 'warn' },
  growing: { severity: 4, key: 'growing', icon: 'late', tone: 'warn' },
  steady: { severity: 3, key: 'steady', icon: 'working', tone: 'busy' },
  behind: { severity: 2, key: 'behind', icon: 'working', tone: 'busy' },
  shrinking: { severity: 1, key: 'shrinking', icon: 'working', tone: 'busy' },
  'no workers, no tickets': { severity: 1, key: 'idleWithoutWorkers', icon: 'waiting', tone: 'plain' },
  'no tickets': { severity: 0, key: 'noTickets', icon: 'done', tone: 'good' },
};

/** What a stage's numbers mean, in two or three words; the problem of its scaling, where that is worse. */
export const stateOf = (row: StageRow): StageState => {
  // It stands because people want it to: nothing of that is a fault.
  if (row.paused) return inWords(paused);
  const flow = flowState(row);
  const trouble = scalingTrouble(row.reasonCode);
  return trouble && trouble.severity > flow.severity ? trouble : flow;
};

/** The whole stage's, unless only some of its partitions are stalled: the others go on, and its numbers show that. */
const flowState = (row: StageRow): StageState => {
  const flow = inWords(states[flowOf(row)]);
  const some = row.lag === null ? 0 : row.partitions.filter(({ stalled }) => stalled).length;
  if (some === 0 || flow.severity >= states.stalled.severity) return flow;
  return {
    ...inWords(states.stalled),
    words: t('lagState.stalledPartitions', { some, all: row.partitions.length }),
  };
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

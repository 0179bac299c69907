import type { LiveFeed } from '../feed/live-feed.ts';
import type { Backlog, Floor, SecondsRange } from '../generated/resolvers.ts';
import { backlogOf } from './backlog.ts';
import { floorOf } from './floor.ts';
import { createStageRates } from './rates.ts';
import { recentSecondsOf } from './recent.ts';

/** Numbers about one workflow, reckoned from its orders when somebody asks, for all who ask at about that time. */
export type WorkflowStats = {
  backlog(): Backlog;
  floor(minutes: number): Floor;
  recentSeconds(stage: string): SecondsRange | undefined;
};

const backlogForMs = 500;
const floorForMs = 2000;
const recentForMs = 10_000;
/** Different numbers of minutes that are remembered at a time. */
const maxFloors = 20;

/** @param feed caught up with the log; the rates go on from what its ring still holds */
export function createWorkflowStats({ feed }: Pick<LiveFeed, 'feed'>, now: () => number): WorkflowStats {
  const { workflow, view, ring } = feed;
  // A ring that lost nothing holds all that the log has: compaction leaves the last hour whole.
  const rates = createStageRates(ring.oldest === 0 ? 0 : now());
  for (let seq = ring.oldest; seq < ring.next; seq += 1) {
    const change = ring.get(seq);
    if (change) rates.see(change);
  }
  feed.listen((changes) => {
    for (const change of changes) rates.see(change);
  });

  const backlog = remembered(backlogForMs, 1, () => backlogOf(workflow, view.open(), rates, now()), now);
  const recent = remembered(recentForMs, 1, () => recentSecondsOf(view.values(), now()), now);
  const floor = remembered(
    floorForMs,
    maxFloors,
    (minutes: number) => floorOf(workflow, view, now() - minutes * 60_000, now()),
    now,
  );
  return {
    backlog: () => backlog(0),
    floor,
    recentSeconds: (stage) => recent(0).get(stage),
  };
}

/** A function that looks at every order runs at most once per argument in so many ms. */
function remembered<T>(
  forMs: number,
  max: number,
  reckon: (key: number) => T,
  now: () => number,
): (key: number) => T {
  const known = new Map<number, { value: T; at: number }>();
  return (key) => {
    const present = known.get(key);
    if (present && now() - present.at < forMs) return present.value;
    known.delete(key);
    const value = reckon(key);
    known.set(key, { value, at: now() });
    const [oldest] = known.keys();
    if (known.size > max && oldest !== undefined) known.delete(oldest);
    return value;
  };
}

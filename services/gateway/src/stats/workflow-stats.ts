import type { LiveFeed } from '../feed/live-feed.ts';
import type { Backlog, Floor, SecondsRange, StageLagHistory } from '../generated/resolvers.ts';
import type { LagSource } from '../lag/lag-source.ts';
import { stageHistories, withLag } from '../lag/with-lag.ts';
import { backlogOf } from './backlog.ts';
import { createFloorCount } from './floor.ts';
import { createStageRates } from './rates.ts';
import { createRecentCount } from './recent.ts';
import { memoizeWithTtl } from './remembered.ts';
import { inChunks } from './slices.ts';

/** Numbers about one workflow, reckoned from its orders when somebody asks, for all who ask at about that time. */
export type WorkflowStats = {
  backlog(): Promise<Backlog>;
  /** Empty without a lag exporter, or while it does not answer. */
  lagHistory(): Promise<StageLagHistory[]>;
  floor(minutes: number): Promise<Floor>;
  recentSeconds(stage: string): Promise<SecondsRange | undefined>;
};

const backlogForMs = 500;
const floorForMs = 2000;
const historyForMs = 5000;
const none = { topics: [] };
const recentForMs = 10_000;
/** Different numbers of minutes that are remembered at a time. */
const maxFloors = 20;

/**
 * @param feed caught up with the log; the rates go on from what its ring still holds
 * @param lag where consumer-group lag is told; without it backlogs are reckoned from the orders alone
 */
export function createWorkflowStats(
  { feed }: Pick<LiveFeed, 'feed'>,
  now: () => number,
  lag?: Pick<LagSource, 'latest' | 'history'>,
): WorkflowStats {
  const { workflow, view, ring } = feed;
  // A ring that lost nothing holds all that the log has: compaction leaves the last hour whole.
  const rates = createStageRates(ring.oldest === 0 ? 0 : now());
  for (let seq = ring.oldest; seq < ring.next; seq += 1) {
    const change = ring.get(seq);
    if (change) rates.record(change);
  }
  feed.onChanges((changes) => {
    for (const change of changes) rates.record(change);
  });

  const backlog = memoizeWithTtl(
    { forMs: backlogForMs },
    async () => {
      const own = backlogOf(workflow, view.open(), rates, now());
      const told = lag?.latest();
      return told ? withLag(own, workflow, told.report, told.stale) : own;
    },
    now,
  );
  const lagHistory = memoizeWithTtl(
    { forMs: historyForMs },
    async () =>
      stageHistories(workflow, (await lag?.history(`${workflow.name}.`).catch(() => undefined)) ?? none),
    now,
  );
  const recent = memoizeWithTtl(
    { forMs: recentForMs },
    async () => {
      const count = createRecentCount(now());
      await inChunks(view.values(), count.add);
      return count.result();
    },
    now,
  );
  const floor = memoizeWithTtl(
    { forMs: floorForMs, max: maxFloors },
    async (minutes: number) => {
      const count = createFloorCount(workflow, now() - minutes * 60_000, now());
      await inChunks(view.values(), count.add);
      return count.result(view.evicted);
    },
    now,
  );
  return {
    backlog: () => backlog(undefined),
    lagHistory: () => lagHistory(undefined),
    floor,
    recentSeconds: async (stage) => (await recent(undefined)).get(stage),
  };
}

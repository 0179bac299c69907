import type { PaceOf } from '@cupcakery/workflow/views/estimate';
import type { Pauses } from '@cupcakery/workflow/views/pauses';
import type { LagMinutes } from '../lag/lag-minutes.ts';
import type { LagSource } from '../lag/lag-source.ts';
import {
  decisionHistory,
  type HistoryPoint,
  type StageLagHistory,
  stageHistories,
} from '../lag/stage-lag-history.ts';
import type { OrderFeed } from '../log/orders/order-feed.ts';
import { type Backlog, backlogOf } from './backlog.ts';
import { withLag } from './backlog-with-lag.ts';
import { inChunks } from './counting/in-chunks.ts';
import { keepFor, memoizeWithTtl } from './counting/memoize-with-ttl.ts';
import { createFloorCount, type Floor } from './floor.ts';
import { createStageRates } from './rates.ts';
import { createRecentCount, type RecentStage, type SecondsRange } from './recent.ts';
import { stagePaces } from './stage-paces.ts';

/** Numbers about one workflow, counted from its orders on request; requests within a short time share the answer. */
export type WorkflowStats = {
  backlog(): Promise<Backlog>;
  /** Without points where neither lag exporter nor its topic has any. */
  lagHistory(minutes: number): Promise<StageLagHistory[]>;
  /** Of the commands that waited to be decided. */
  decisionHistory(minutes: number): Promise<HistoryPoint[]>;
  floor(minutes: number): Promise<Floor>;
  /** Undefined when too few orders were at the stage within the last hour. */
  recentSeconds(stage: string): Promise<SecondsRange | undefined>;
  /** How a stage moves, at most a second old. */
  paceOf: PaceOf;
};

const backlogTtlMs = 500;
const floorTtlMs = 2000;
const historyTtlMs = 5000;
const recentTtlMs = 10_000;
const pacesTtlMs = 1000;
/** Different numbers of minutes that are kept at a time. */
const maxEntries = 20;
const noHour = { topics: [] };
const noDay: Pick<LagMinutes, 'of'> = { of: () => [] };
/** Answers are kept by a clock that nobody sets: a jump while one is computed would keep it for hours. */
const monotonic = () => performance.now();

/**
 * @param feed caught up with the log; the rates go on from what its ring still holds
 * @param pauses what is paused
 * @param lag source of consumer-group lag; without it backlogs are counted from the orders alone
 * @param day the last day of lags; without it histories reach back as far as `lag` does
 */
export function createWorkflowStats(
  { feed }: { readonly feed: OrderFeed },
  pauses: Pauses,
  now: () => number,
  lag?: Pick<LagSource, 'latest' | 'history'>,
  day: Pick<LagMinutes, 'of'> = noDay,
): WorkflowStats {
  const { workflow, view } = feed;
  const rates = ratesOf(feed, now);

  const backlog = memoizeWithTtl(
    { ttlMs: backlogTtlMs },
    async () => {
      const own = backlogOf(workflow, view.open(), { rates, paceOf, pauses }, now());
      const known = lag?.latest();
      return known ? withLag(own, workflow, known.report, known.stale) : own;
    },
    monotonic,
  );
  const hour = memoizeWithTtl(
    { ttlMs: historyTtlMs },
    async () => (await lag?.history(`${workflow.name}.`)) ?? noHour,
    monotonic,
  );
  const lagHistory = memoizeWithTtl(
    { ttlMs: historyTtlMs, maxEntries },
    async (minutes: number) => stageHistories(workflow, { hour: await hour(undefined), day }, minutes, now()),
    monotonic,
  );
  let latest: ReadonlyMap<string, RecentStage> = new Map();
  const recent = memoizeWithTtl(
    { ttlMs: recentTtlMs },
    async () => {
      const count = createRecentCount(now());
      await inChunks(view.values(), count.add);
      latest = count.result();
      return latest;
    },
    monotonic,
  );
  const paces = keepFor(
    pacesTtlMs,
    () => {
      // For the next ones: fields that are executed for many must not wait.
      void recent(undefined);
      return stagePaces(
        workflow,
        view.open(),
        { rates, pauses, workOf: (stage) => latest.get(stage)?.work },
        now(),
      );
    },
    monotonic,
  );
  const paceOf: PaceOf = (stage) => paces().get(stage);
  const floor = memoizeWithTtl(
    { ttlMs: floorTtlMs, maxEntries },
    async (minutes: number) => {
      const count = createFloorCount(workflow, now() - minutes * 60_000, now(), paceOf);
      await inChunks(view.values(), count.add);
      return count.result(view.evicted);
    },
    monotonic,
  );
  return {
    backlog: () => backlog(undefined),
    lagHistory,
    decisionHistory: async (minutes) =>
      decisionHistory(workflow, { hour: await hour(undefined), day }, minutes, now()),
    floor,
    recentSeconds: async (stage) => (await recent(undefined)).get(stage)?.total,
    paceOf,
  };
}

/** The rates of a feed: of the changes that its ring still holds, and of all that follow. */
function ratesOf(feed: OrderFeed, now: () => number) {
  const { ring } = feed;
  // A ring that lost nothing holds all that the log has: compaction leaves the last hour whole.
  const rates = createStageRates(ring.oldest === 0 ? 0 : now());
  for (let seq = ring.oldest; seq < ring.next; seq += 1) {
    const change = ring.get(seq);
    if (change) rates.record(change);
  }
  feed.onChanges((changes) => {
    for (const change of changes) rates.record(change);
  });
  return rates;
}

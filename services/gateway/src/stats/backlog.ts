import { type Pause, stageKey } from '@cupcakery/workflow/contracts/control';
import { type Order, readyAtOf } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { PaceOf } from '@cupcakery/workflow/views/estimate';
import type { Pauses } from '@cupcakery/workflow/views/pauses';
import { type StageScaling, unknownScaling } from '../lag/stage-scaling.ts';
import { type Decisions, unknownDecisions } from './decisions.ts';
import type { Rates, StageRates } from './rates.ts';

/** How much waits at each stage of a workflow. */
export type Backlog = {
  workflow: string;
  /** RFC 3339. */
  at: string;
  /** Whether members, partitions and scaling are known: from lag-exporter. Tickets are counted from the orders. */
  source: 'WORKERS' | 'LAG_EXPORTER';
  /** The numbers are the last ones known, and older than they should be. */
  stale: boolean;
  /** When lag-exporter measured last, RFC 3339; null: none is connected, or it never has. */
  reportedAt: string | null;
  decisions: Decisions;
  /** Null: orders are taken. */
  intakePaused: Pause | null;
  stages: StageBacklog[];
};

/** One stage; null is unknown and never stands for 0. Rates are tickets per second, times RFC 3339. */
export type StageBacklog = StageScaling & {
  stage: string;
  /** Null: it is not paused. */
  paused: Pause | null;
  /** Tickets that wait or are in work; claimed ones are not in it. Not offsets: those count markers of transactions too. */
  lag: number | null;
  waiting: number;
  working: number;
  claimed: number;
  oldestWaitingSince: string | null;
  inRate: number | null;
  outRate: number | null;
  /** Since when tickets wait and none leaves, where that is too long; null: it moves, or nothing waits, or it is paused. */
  stalledSince: string | null;
  /** Until nothing waits at these rates. */
  drainSeconds: number | null;
  /** Of the stage's consumer group, and the partitions that no member owns. */
  members: number | null;
  unownedPartitions: number | null;
  partitions: PartitionBacklog[];
};

/** Offsets are texts: they outgrow an Int of GraphQL. */
export type PartitionBacklog = {
  partition: number;
  lag: number | null;
  committed: string | null;
  end: string | null;
  oldestAgeSeconds: number | null;
  owned: boolean | null;
  stalled: boolean;
};

type Count = { waiting: number; working: number; claimed: number; oldest: string | null };

/**
 * How much waits at each stage, counted from the orders themselves.
 * @param paceOf tells which stages stand
 * @param now ms since 1970
 */
export function backlogOf(
  workflow: Workflow,
  open: Iterable<Order>,
  { rates, paceOf, pauses }: { rates: Pick<StageRates, 'of'>; paceOf: PaceOf; pauses: Pauses },
  now: number,
): Backlog {
  const counts = new Map<string, Count>();
  for (const { name } of workflow.stages)
    counts.set(name, { waiting: 0, working: 0, claimed: 0, oldest: null });
  for (const order of open) {
    const count = counts.get(order.stage);
    if (!count || order.status !== 'open') continue;
    if (order.stageStatus === 'started') count.working += 1;
    else if (order.stageStatus === 'claimed') count.claimed += 1;
    else if (order.stageStatus === 'waiting') {
      count.waiting += 1;
      const since = readyAtOf(order, order.stage);
      if (count.oldest === null || since < count.oldest) count.oldest = since;
    }
  }
  return {
    workflow: workflow.name,
    at: new Date(now).toISOString(),
    source: 'WORKERS',
    stale: false,
    reportedAt: null,
    // Orders show what was decided, not what waits for that.
    decisions: unknownDecisions,
    intakePaused: pauses.of('intake') ?? null,
    stages: [...counts].map(([stage, count]) =>
      stageBacklog(stage, count, rates.of(stage, now), {
        paused: pauses.of(stageKey(stage)),
        stalledSince: paceOf(stage)?.stalledSince,
      }),
    ),
  };
}

function stageBacklog(
  stage: string,
  { waiting, working, claimed, oldest }: Count,
  rates: Rates | undefined,
  { paused, stalledSince }: { paused: Pause | undefined; stalledSince: number | undefined },
): StageBacklog {
  const lag = waiting + working;
  return {
    stage,
    paused: paused ?? null,
    lag,
    waiting,
    working,
    claimed,
    oldestWaitingSince: oldest,
    inRate: rates?.inRate ?? null,
    outRate: rates?.outRate ?? null,
    stalledSince: paused || stalledSince === undefined ? null : new Date(stalledSince).toISOString(),
    drainSeconds: drainSeconds(lag, rates),
    // Orders do not show how many replicas run.
    ...unknownScaling,
    members: null,
    unownedPartitions: null,
    partitions: [],
  };
}

/** Seconds until nothing waits at these rates; null when the lag does not shrink or the rates are unknown. */
function drainSeconds(lag: number, rates: Rates | undefined): number | null {
  if (lag === 0) return 0;
  if (!rates) return null;
  const shrinking = rates.outRate - rates.inRate;
  return shrinking > 0 ? lag / shrinking : null;
}

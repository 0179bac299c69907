import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Backlog, StageBacklog } from '../generated/resolvers.ts';
import { readyAtOf } from '../graphql/ticket.ts';
import { unknownScaling } from '../lag/stage-scaling.ts';
import type { Rates, StageRates } from './rates.ts';

type Count = { waiting: number; working: number; claimed: number; oldest: string | null };

/** How much waits at each stage, reckoned from the orders themselves. */
export function backlogOf(
  workflow: Workflow,
  open: Iterable<Order>,
  rates: Pick<StageRates, 'of'>,
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
      const since = readyAtOf({ order, stage: order.stage });
      if (count.oldest === null || since < count.oldest) count.oldest = since;
    }
  }
  return {
    workflow: workflow.name,
    at: new Date(now).toISOString(),
    source: 'WORKERS',
    stale: false,
    stages: [...counts].map(([stage, count]) => stageBacklog(stage, count, rates.of(stage, now))),
  };
}

function stageBacklog(stage: string, count: Count, rates: Rates | undefined): StageBacklog {
  const { waiting, working, claimed, oldest } = count;
  const lag = waiting + working;
  return {
    stage,
    lag,
    waiting,
    working,
    claimed,
    oldestWaitingSince: oldest,
    inRate: rates?.inRate ?? null,
    outRate: rates?.outRate ?? null,
    drainSeconds: drainSeconds(lag, rates),
    // What runs how often is the business of who scales, not of orders.
    ...unknownScaling,
    members: null,
    unownedPartitions: null,
    partitions: [],
  };
}

/** Seconds until nothing waits at these rates; null when it does not shrink or nobody knows. */
function drainSeconds(lag: number, rates: Rates | undefined): number | null {
  if (lag === 0) return 0;
  if (!rates) return null;
  const shrinking = rates.outRate - rates.inRate;
  return shrinking > 0 ? lag / shrinking : null;
}

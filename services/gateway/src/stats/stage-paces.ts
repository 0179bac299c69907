import { stageKey } from '@cupcakery/workflow/contracts/control';
import { type Order, readyAtOf } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { StagePace } from '@cupcakery/workflow/views/estimate';
import type { Pauses } from '@cupcakery/workflow/views/pauses';
import { timeOf } from './counting/order-time.ts';
import { queueOf, type StageRates } from './rates.ts';
import type { SecondsRange } from './recent.ts';
import { stalledSince } from './stalled.ts';

/**
 * How each stage moves, for estimates.
 * A paused stage stands, whatever waits there: nobody can say when it goes on.
 * @param known.workOf what recent orders needed at a stage
 * @param now ms since 1970
 */
export function stagePaces(
  { stages }: Workflow,
  open: Iterable<Order>,
  {
    rates,
    pauses,
    workOf,
  }: {
    rates: Pick<StageRates, 'outRateWhileBusy' | 'lastOutAt'>;
    pauses: Pauses;
    workOf: (stage: string) => SecondsRange | undefined;
  },
  now: number,
): ReadonlyMap<string, StagePace> {
  const queues = new Map(stages.map(({ name }) => [name, { all: [] as number[], waiting: 0, oldest: now }]));
  for (const order of open) {
    const stage = queueOf(order);
    const queue = stage === undefined ? undefined : queues.get(stage);
    // What is put aside holds nobody up.
    if (!queue || stage === undefined || order.held) continue;
    const readyAt = timeOf(readyAtOf(order, stage));
    queue.all.push(readyAt);
    if (order.stageStatus !== 'waiting') continue;
    queue.waiting += 1;
    queue.oldest = Math.min(queue.oldest, readyAt);
  }
  return new Map(
    stages.map((stage) => {
      const { all, waiting, oldest } = queues.get(stage.name) ?? { all: [], waiting: 0, oldest: now };
      const outRate = rates.outRateWhileBusy(stage.name, all.length, now);
      const known = {
        oldestWaiting: waiting === 0 ? undefined : oldest,
        lastOutAt: rates.lastOutAt(stage.name),
        outRate,
      };
      const pause = pauses.of(stageKey(stage.name));
      const pace: StagePace = {
        queue: all.sort((a, b) => a - b),
        waiting,
        outRate,
        stalledSince: pause ? Date.parse(pause.at) : stalledSince(stage, known, now),
        work: workOf(stage.name),
      };
      return [stage.name, pace];
    }),
  );
}

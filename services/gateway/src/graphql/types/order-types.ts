import { eventForCustomer } from '@cupcakery/workflow/access/visibility';
import { type Order, readyAtOf } from '@cupcakery/workflow/contracts/order';
import { isAtRisk } from '@cupcakery/workflow/views/at-risk';
import { estimate } from '@cupcakery/workflow/views/estimate';
import { timelineOf } from '@cupcakery/workflow/views/timeline';
import { waterfall } from '@cupcakery/workflow/views/waterfall';
import { getOrThrow, type Services } from '../context/context.ts';
import type { Resolvers, StageStatus } from '../generated/resolvers.ts';
import { checkedCount } from '../request/checked-count.ts';
import { statusOf } from '../request/order-status.ts';
import { describeEstimate } from './describe-estimate.ts';
import { actorOf, describeEvent } from './describe-event.ts';

const stageStatuses: Record<Order['stageStatus'], StageStatus> = {
  waiting: 'WAITING',
  started: 'STARTED',
  claimed: 'CLAIMED',
  done: 'DONE',
};
const maxEvents = 1000;

/**
 * Resolvers of orders and tickets; a field without one is the property of the same name. Their context has no
 * caller: one answer may go to many.
 */
export const orderTypes: Pick<Resolvers<Services>, 'Order' | 'OrderHistory' | 'StageProgress' | 'Ticket'> = {
  Order: {
    status: statusOf,
    stageStatus: (order) => stageStatuses[order.stageStatus],
    rushed: (order) => order.rushed ?? false,
    held: (order) => order.held ?? false,
    claimedActor: (order) => actorOf(order.claimedActor),
    atRisk: (order, _args, { workflows, stats, now }) => {
      const workflow = workflows.get(order.workflow);
      if (workflow === undefined) return false;
      return isAtRisk(workflow, order, getOrThrow(stats, order.workflow).paceOf, now());
    },
    estimate: (order, _args, { workflows, stats, now }) => {
      const workflow = workflows.get(order.workflow);
      if (workflow === undefined) return null;
      return describeEstimate(estimate(workflow, order, getOrThrow(stats, order.workflow).paceOf, now()));
    },
    async history(order, { first }, { history, workflows }) {
      const { events, complete } = await history.read(order, checkedCount(first, maxEvents));
      const workflow = workflows.get(order.workflow);
      const shown =
        order.audience === 'customer' && workflow
          ? events.map((event) => eventForCustomer(workflow, order, event))
          : events;
      return { order, events: shown, complete };
    },
  },
  OrderHistory: {
    events: ({ events }) => events.map(describeEvent),
    traceId: ({ events }, _args, { now }) => timelineOf(events, now())?.traceId ?? null,
    waterfall({ order, events, complete }, _args, { now }) {
      const timeline = timelineOf(events, now());
      if (timeline) return waterfall(timeline, { complete, now: now() }).join('\n');
      return `Order ${order.id}: its placing is no longer in the log, so its way cannot be shown.`;
    },
  },
  StageProgress: { recalled: (progress) => progress.recalled ?? false },
  Ticket: {
    visit: ({ order }) => order.visit,
    status: ({ order }) => stageStatuses[order.stageStatus],
    readyAt: ({ order, stage }) => readyAtOf(order, stage),
    recalled: ({ order, stage }) => order.stages.find((s) => s.name === stage)?.recalled ?? false,
  },
};

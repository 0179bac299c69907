import type { Order } from '@cupcakery/workflow/contracts/order';
import { isAtRisk } from '@cupcakery/workflow/views/at-risk';
import type { OrderStatus, Resolvers, StageStatus } from '../generated/resolvers.ts';
import { describeEvent } from '../history/describe-event.ts';
import { checkedCount } from './bounds.ts';
import type { Services } from './context.ts';
import { readyAtOf } from './ticket.ts';

const statuses: Record<Order['status'], OrderStatus> = {
  open: 'OPEN',
  incident: 'INCIDENT',
  finished: 'FINISHED',
  cancelled: 'CANCELLED',
  scrapped: 'SCRAPPED',
};
const stageStatuses: Record<Order['stageStatus'], StageStatus> = {
  waiting: 'WAITING',
  started: 'STARTED',
  claimed: 'CLAIMED',
  done: 'DONE',
};
const maxEvents = 1000;

/** The domain's word for a status of the schema. */
export function statusFrom(status: OrderStatus): Order['status'] {
  const lower = Object.entries(statuses).find(([, upper]) => upper === status)?.[0];
  return lower as Order['status'];
}

/**
 * How orders and tickets answer; what is not here is read off the object by its own name. Their context has no
 * caller: one answer may go to many.
 */
export const orderTypes: Pick<Resolvers<Services>, 'Order' | 'StageProgress' | 'Ticket'> = {
  Order: {
    status: (order) => statuses[order.status],
    stageStatus: (order) => stageStatuses[order.stageStatus],
    rushed: (order) => order.rushed ?? false,
    held: (order) => order.held ?? false,
    atRisk: (order, _args, { workflows, now }) => {
      const workflow = workflows.get(order.workflow);
      return workflow !== undefined && isAtRisk(workflow, order, now());
    },
    async history(order, { first }, { history }) {
      const { events, complete } = await history.read(order, checkedCount(first, maxEvents));
      return { events: events.map(describeEvent), complete };
    },
  },
  StageProgress: { recalled: (progress) => progress.recalled ?? false },
  Ticket: {
    visit: ({ order }) => order.visit,
    status: ({ order }) => stageStatuses[order.stageStatus],
    readyAt: readyAtOf,
    recalled: ({ order, stage }) => order.stages.find((s) => s.name === stage)?.recalled ?? false,
  },
};

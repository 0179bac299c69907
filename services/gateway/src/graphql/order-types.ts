import { isAtRisk } from '@cupcakery/workflow/at-risk';
import type { Order } from '@cupcakery/workflow/order';
import { expectedSeconds, type Stage } from '@cupcakery/workflow/workflow-file';
import type { OrderStatus, Resolvers, StageMode, StageStatus } from '../generated/resolvers.ts';
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
const modes: Record<Stage['mode'], StageMode> = { timer: 'TIMER', http: 'HTTP', manual: 'MANUAL' };

/** The domain's word for a status of the schema. */
export function statusFrom(status: OrderStatus): Order['status'] {
  const lower = Object.entries(statuses).find(([, upper]) => upper === status)?.[0];
  return lower as Order['status'];
}

/** How orders, tickets and workflows answer; what is not here is read off the object by its own name. */
export const orderTypes: Pick<Resolvers, 'Order' | 'StageProgress' | 'Ticket' | 'Workflow' | 'Stage'> = {
  Order: {
    status: (order) => statuses[order.status],
    stageStatus: (order) => stageStatuses[order.stageStatus],
    atRisk: (order, _args, { workflows, now }) => {
      const workflow = workflows.get(order.workflow);
      return workflow !== undefined && isAtRisk(workflow, order, now());
    },
  },
  StageProgress: { recalled: (progress) => progress.recalled ?? false },
  Ticket: {
    visit: ({ order }) => order.visit,
    status: ({ order }) => stageStatuses[order.stageStatus],
    readyAt: readyAtOf,
    recalled: ({ order, stage }) => order.stages.find((s) => s.name === stage)?.recalled ?? false,
  },
  Workflow: {
    promiseSeconds: (workflow) => workflow.promise,
    recallForSeconds: (workflow) => workflow.recallFor,
    stages: (workflow) => [...workflow.stages],
  },
  Stage: {
    mode: (stage) => modes[stage.mode],
    expectedSeconds: (stage) => expectedSeconds(stage) || null,
    targetSeconds: (stage) => stage.target ?? null,
    outcomes: (stage) => stage.outcomes ?? [],
  },
};

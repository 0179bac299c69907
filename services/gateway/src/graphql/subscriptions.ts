import type { Selection } from '../feed/change.ts';
import type { LiveFeed } from '../feed/live-feed.ts';
import type { StreamPayload } from '../feed/payload.ts';
import { orderSelection, ticketSelection } from '../feed/selection.ts';
import type { OrderStream } from '../feed/stream.ts';
import type { SubscriptionResolvers } from '../generated/resolvers.ts';
import type { GatewayContext } from './context.ts';
import { checkStage, filterFrom, workflowOf } from './queries.ts';

/** Opens a stream for an operation and tells its transport. */
async function open(
  name: string,
  live: LiveFeed,
  selection: Selection,
  after: string | null | undefined,
  { caller }: GatewayContext,
): Promise<OrderStream> {
  const from = after ?? caller.lastEventId;
  const stream = await live.open({
    selection,
    ...(from === undefined ? {} : { after: from }),
    onClose: (reason, cursor) => caller.onClose(name, reason, cursor),
    onPayload: (payload, writtenAt) => caller.onPayload(name, payload, writtenAt),
  });
  caller.onOpen(name, (reason) => stream.close(reason));
  return stream;
}

/** `backlog` has a file of its own. */
export const subscriptions: Required<Omit<SubscriptionResolvers, 'backlog' | 'order'>> = {
  orders: {
    async subscribe(_root, { workflow: name, filter, after }, context) {
      const { workflow, live } = workflowOf(context, name);
      const selection = orderSelection(context.caller.principal, workflow, filterFrom(filter));
      return open('orders', live, selection, after, context);
    },
    resolve: (payload: StreamPayload) => payload,
  },
  tickets: {
    async subscribe(_root, { workflow: name, stage, after }, context) {
      const { workflow, live } = workflowOf(context, name);
      checkStage(workflow, stage);
      const selection = ticketSelection(context.caller.principal, workflow, stage);
      return open('tickets', live, selection, after, context);
    },
    resolve: ({ orders, ...payload }: StreamPayload, { stage }: { stage: string }) => ({
      ...payload,
      tickets: orders.map((order) => ({ order, stage })),
    }),
  },
};

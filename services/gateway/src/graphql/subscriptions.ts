import type { GraphQLResolveInfo } from 'graphql';
import type { Selection } from '../feed/change.ts';
import type { LiveFeed, StreamRequest } from '../feed/live-feed.ts';
import type { StreamPayload } from '../feed/payload.ts';
import { orderSelection, ticketSelection } from '../feed/selection.ts';
import type { OrderStream } from '../feed/stream.ts';
import type { SubscriptionResolvers } from '../generated/resolvers.ts';
import { checkStage, filterFrom, workflowOf } from './asked-for.ts';
import type { OperationCaller, GatewayContext } from './context.ts';
import { requestError } from './errors.ts';
import { sharedExecution } from './shared-execution.ts';

type Asked = {
  name: string;
  live: LiveFeed;
  selection: Selection;
  after: string | null | undefined;
  single?: boolean;
};

/** Opens a stream for an operation and tells its transport. */
async function open(
  { name, live, selection, after, single = false }: Asked,
  { caller, params, shared }: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<OrderStream> {
  const { key, render } = sharedExecution(info, params, shared);
  const leave = admitOrThrow(caller);
  try {
    const stream = await live.open({
      name,
      key: `${selection.authority}\0${key}`,
      selection,
      render,
      single,
      after: after ?? caller.lastEventId,
      openSink: caller.openSink,
      mask: shared.mask,
      onClose: closedOf(name, caller.onClose, leave),
    });
    caller.onOpen(name, (reason) => stream.close(reason));
    caller.onFrames?.(stream);
    return stream;
  } catch (error) {
    leave();
    throw error;
  }
}

/** A function of its own: what else is in scope where it is made would live as long as the stream. */
const closedOf =
  (name: string, onClose: OperationCaller['onClose'], leave: () => void): StreamRequest['onClose'] =>
  (reason, cursor) => {
    leave();
    onClose(name, reason, cursor);
  };

/** Counts a subscription for its user; returns the way to end that. */
export function admitOrThrow({ admit }: Pick<OperationCaller, 'admit'>): () => void {
  const leave = admit();
  if (!leave) throw requestError('TOO_MANY_SUBSCRIPTIONS', 'You have too many open: end some first.');
  return leave;
}

/** Streams of orders; each `resolve` makes the payload of one change for all who asked the same. */
export const subscriptions = {
  orders: {
    subscribe(_root, { workflow: name, filter, after }, context, info) {
      const { workflow, live } = workflowOf(context, name);
      const selection = orderSelection(context.caller.principal, workflow, filterFrom(filter));
      return open({ name: 'orders', live, selection, after }, context, info);
    },
    resolve: (payload: StreamPayload) => payload,
  },
  tickets: {
    subscribe(_root, { workflow: name, stage, after }, context, info) {
      const { workflow, live } = workflowOf(context, name);
      checkStage(workflow, stage);
      const selection = ticketSelection(context.caller.principal, workflow, stage);
      return open({ name: 'tickets', live, selection, after }, context, info);
    },
    resolve: ({ orders, ...payload }: StreamPayload, { stage }: { stage: string }) => ({
      ...payload,
      tickets: orders.map((order) => ({ order, stage })),
    }),
  },
  order: {
    subscribe(_root, { workflow: name, id, after }, context, info) {
      const { workflow, live } = workflowOf(context, name);
      const selection = orderSelection(context.caller.principal, workflow, { ids: [id] });
      return open({ name: 'order', live, selection, after, single: true }, context, info);
    },
    resolve: ({ orders, cursor, kind }: StreamPayload) => ({ cursor, kind, order: orders[0] ?? null }),
  },
} satisfies SubscriptionResolvers;

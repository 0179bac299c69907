import type { Order } from '@cupcakery/workflow/contracts/order';
import type { GraphQLResolveInfo } from 'graphql';
import type { Render } from '../../fanout/frame.ts';
import type { StreamPayload } from '../../fanout/payload.ts';
import { candidates } from '../../selection/order-candidates.ts';
import { type OrderSelection, orderSelection, ticketSelection } from '../../selection/order-selection.ts';
import type { Selection } from '../../selection/selection.ts';
import type { FeedStream } from '../../stream/feed-stream.ts';
import type { LiveFeed, StreamRequest } from '../../stream/live-feed.ts';
import type { LiveOrders } from '../../stream/live-orders.ts';
import type { GatewayContext, OperationCaller, OperationParams } from '../context/context.ts';
import type { SubscriptionResolvers } from '../generated/resolvers.ts';
import { keptBy, tokensAround } from '../limits/kept.ts';
import { checkId, checkStage, filterFrom, workflowOf } from '../request/arguments.ts';
import { requestError } from '../request/errors.ts';
import { sharedExecution } from './shared-execution.ts';

type Subscription<T> = {
  name: string;
  live: Pick<LiveFeed<T>, 'open'>;
  selection: Selection<T>;
  candidates(): Iterable<T>;
  /** Payloads as the subscriber may see them; absent: as they are. */
  shown?: ((payload: StreamPayload<T>) => StreamPayload<unknown>) | undefined;
  after: string | null | undefined;
  single?: boolean;
};

/** Opens the stream of an operation and hands it to the operation's transport. */
export async function openSubscription<T>(
  { name, live, selection, candidates, shown, after, single = false }: Subscription<T>,
  { caller, params, shared }: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<FeedStream> {
  const { key, render } = sharedExecution(info, params, shared);
  const release = admitOrThrow(caller, params, info);
  try {
    const stream = await live.open({
      name,
      key: `${selection.authority}\0${key}`,
      selection,
      candidates,
      render: rendering(render, shown),
      single,
      client: caller.principal.subject,
      after: after ?? caller.lastEventId,
      openSink: caller.openSink,
      mask: shared.mask,
      onClose: closeListener(name, caller.onClose, release),
    });
    caller.onOpen(name, (reason) => stream.close(reason));
    caller.onFrames?.(stream);
    return stream;
  } catch (error) {
    release();
    throw error;
  }
}

type OfOrders = { name: string; live: LiveOrders; selection: OrderSelection } & Pick<
  Subscription<Order>,
  'after' | 'single'
>;

/** Opens a stream of orders. */
function open(
  { live, selection, ...request }: OfOrders,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<FeedStream> {
  const { feed } = live;
  const shown = shownBy(selection);
  return openSubscription(
    { ...request, live, selection, shown, candidates: () => candidates(feed, selection) },
    context,
    info,
  );
}

/** Payloads with their orders as the subscriber may see them. */
function shownBy({ show }: OrderSelection): Subscription<Order>['shown'] {
  return (
    show && (({ items, gone, ...payload }) => ({ ...payload, items: items.map(show), gone: gone.map(show) }))
  );
}

/** Outside of `openSubscription`, as `closeListener` is. */
function rendering<T>(render: Render<unknown>, shown: Subscription<T>['shown']): Render<T> {
  return shown ? (payload) => render(shown(payload)) : render;
}

/** Outside of `openSubscription`, so that it keeps nothing else of that scope alive for as long as the stream. */
function closeListener(
  name: string,
  onClose: OperationCaller['onClose'],
  release: () => void,
): StreamRequest<unknown>['onClose'] {
  return (reason, cursor) => {
    release();
    onClose(name, reason, cursor);
  };
}

/**
 * Counts a subscription for its user; returns the function that releases it.
 * @throws GraphQLError TOO_MANY_SUBSCRIPTIONS, SUBSCRIPTIONS_TOO_LARGE
 */
export function admitOrThrow(
  { admit }: Pick<OperationCaller, 'admit'>,
  params: OperationParams,
  { operation }: Pick<GraphQLResolveInfo, 'operation'>,
): () => void {
  const { release, refused } = admit(keptBy(params, tokensAround(operation)));
  if (release) return release;
  if (refused === 'subscriptions') {
    throw requestError('TOO_MANY_SUBSCRIPTIONS', 'You have too many open: end some first.');
  }
  throw requestError(
    'SUBSCRIPTIONS_TOO_LARGE',
    'Your subscriptions keep too much: end some, or open them with shorter filters and documents.',
  );
}

type OrdersPayload = StreamPayload<Order>;

/** Streams of orders; each `resolve` makes the payload of one change for all equal subscriptions. */
export const subscriptions = {
  orders: {
    subscribe(_root, { workflow: name, filter, after }, context, info) {
      const { workflow, live } = workflowOf(context, name);
      const selection = orderSelection(context.caller.principal, workflow, filterFrom(filter));
      return open({ name: 'orders', live, selection, after }, context, info);
    },
    resolve: ({ items, ...payload }: OrdersPayload) => ({ ...payload, orders: items }),
  },
  tickets: {
    subscribe(_root, { workflow: name, stage, after }, context, info) {
      const { workflow, live } = workflowOf(context, name);
      checkStage(workflow, stage);
      const selection = ticketSelection(context.caller.principal, workflow, stage);
      return open({ name: 'tickets', live, selection, after }, context, info);
    },
    resolve: ({ items, ...payload }: OrdersPayload, { stage }: { stage: string }) => ({
      ...payload,
      tickets: items.map((order) => ({ order, stage })),
    }),
  },
  order: {
    subscribe(_root, { workflow: name, id, after }, context, info) {
      const { workflow, live } = workflowOf(context, name);
      checkId(id);
      const selection = orderSelection(context.caller.principal, workflow, { ids: [id] });
      return open({ name: 'order', live, selection, after, single: true }, context, info);
    },
    resolve: ({ items, cursor, kind }: OrdersPayload) => ({ cursor, kind, order: items[0] ?? null }),
  },
} satisfies SubscriptionResolvers;

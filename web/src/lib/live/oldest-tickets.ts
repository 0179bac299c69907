import type { LiveState } from '@cupcakery/client/live-set';
import type { OldestTicketsQuery } from '../../generated/graphql.ts';
import type { Order } from '../orders/order.ts';

/**
 * `orders` are those with a ticket at the stage; `gone` has the current state of those that left. `total` is set when
 * there are too many to follow: `orders` are then the oldest of so many (undefined inside: the number is not known).
 */
export type LiveTickets = LiveState<Order> & { oldestOf?: { total: number | undefined } };

/** Whether the stage has more tickets than the server sends at once. */
export const areTooMany = ({ problem }: LiveState<Order>): boolean => problem?.code === 'SNAPSHOT_TOO_LARGE';

/** The oldest tickets of a stage in place of a live set that is too large, with their number. */
export const withOldest = (
  live: LiveState<Order>,
  { tickets, backlog }: OldestTicketsQuery,
  stage: string,
  answeredAt: number | undefined,
): LiveTickets => {
  const { problem: _problem, ...rest } = live;
  const counts = backlog.stages.find((one) => one.stage === stage);
  const total =
    counts?.waiting == null ? undefined : counts.waiting + (counts.working ?? 0) + (counts.claimed ?? 0);
  return {
    ...rest,
    known: true,
    orders: new Map(tickets.map(({ order }) => [order.id, order])),
    oldestOf: { total: total === undefined ? undefined : Math.max(total, tickets.length) },
    ...(answeredAt === undefined ? {} : { updatedAt: answeredAt }),
  };
};

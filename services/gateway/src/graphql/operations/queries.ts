import { type Order, readyAtOf } from '@cupcakery/workflow/contracts/order';
import { orderSelection, ticketSelection } from '../../selection/order-selection.ts';
import type { GatewayContext } from '../context/context.ts';
import type { TicketSource } from '../context/sources.ts';
import type { OrderFilter as FilterInput, QueryResolvers } from '../generated/resolvers.ts';
import { checkStage, filterFrom, workflowOf } from '../request/arguments.ts';
import { checkedCount } from '../request/checked-count.ts';
import { type OrderPage, pageOf } from './order-page.ts';
import type { staffQueries } from './staff-queries.ts';

type PageArgs = {
  workflow: string;
  filter?: FilterInput | null;
  first: number | null;
  after?: string | null;
};

const maxPage = 200;
const maxTickets = 500;

function* filtered(orders: Iterable<Order>, matches: (order: Order) => boolean): Iterable<Order> {
  for (const order of orders) if (matches(order)) yield order;
}

/** The order with that id, if the caller may see it. */
export function orderById(context: GatewayContext, name: string, id: string): Order | null {
  const { workflow, live } = workflowOf(context, name);
  const order = live.feed.view.get(id);
  return order && orderSelection(context.caller.principal, workflow).matches(order) ? order : null;
}

/** A page of the orders that the caller may see. */
export function orderPage(context: GatewayContext, args: PageArgs): OrderPage {
  const { workflow, live } = workflowOf(context, args.workflow);
  const { matches } = orderSelection(context.caller.principal, workflow, filterFrom(args.filter));
  return pageOf(filtered(live.feed.view.values(), matches), checkedCount(args.first, maxPage), args.after);
}

/** Queries for every caller; the answer holds what the caller may see. */
export const queries: Omit<Required<QueryResolvers>, keyof typeof staffQueries> = {
  order: (_root, { workflow, id }, context) => orderById(context, workflow, id),
  orders: (_root, args, context) => orderPage(context, args),
  tickets(_root, { workflow: name, stage, first }, context) {
    const { workflow, live } = workflowOf(context, name);
    checkStage(workflow, stage);
    const { matches } = ticketSelection(context.caller.principal, workflow, stage);
    const tickets: TicketSource[] = [];
    for (const order of filtered(live.feed.view.open(), matches)) tickets.push({ order, stage });
    return tickets.sort(oldestFirst).slice(0, checkedCount(first, maxTickets));
  },
  workflows: (_root, _args, { workflows }) => [...workflows.values()],
  workflow: (_root, { name }, { workflows }) => workflows.get(name) ?? null,
  me: (_root, _args, { caller: { principal } }) => ({
    subject: principal.subject,
    name: principal.name,
    roles: principal.roles,
  }),
};

function oldestFirst(a: TicketSource, b: TicketSource): number {
  return readyAtOf(a.order, a.stage) < readyAtOf(b.order, b.stage) ? -1 : 1;
}

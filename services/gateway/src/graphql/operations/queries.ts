import { customerIdOf } from '@cupcakery/workflow/access/caller';
import { type Order, readyAtOf } from '@cupcakery/workflow/contracts/order';
import { candidates } from '../../selection/order-candidates.ts';
import { orderSelection, ticketSelection } from '../../selection/order-selection.ts';
import type { GatewayContext } from '../context/context.ts';
import type { TicketSource } from '../context/sources.ts';
import type { OrderFilter as FilterInput, QueryResolvers } from '../generated/resolvers.ts';
import { checkStage, filterFrom, workflowOf } from '../request/arguments.ts';
import { checkedCount } from '../request/checked-count.ts';
import { filtered } from './filtered.ts';
import { type OrderPage, pageOfSelection } from './order-page.ts';

type PageArgs = {
  workflow: string;
  filter?: FilterInput | null;
  first: number | null;
  after?: string | null;
};

const maxPage = 200;
const maxTickets = 500;

/** The order with that id, if the caller may see it. */
export function orderById(context: GatewayContext, name: string, id: string): Order | null {
  const { workflow, live } = workflowOf(context, name);
  const order = live.feed.view.get(id);
  const { matches, show } = orderSelection(context.caller.principal, workflow);
  if (!order) return null;
  if (matches(order)) return show ? show(order) : order;
  // It exists, but not for this caller.
  context.audit.denied(context.caller.audited, {
    action: 'order.read',
    object: `order ${name}/${id}`,
    reason: 'not_yours',
  });
  return null;
}

/** A page of the orders that the caller may see. */
export function orderPage(context: GatewayContext, args: PageArgs): OrderPage {
  const { workflow, live } = workflowOf(context, args.workflow);
  const selection = orderSelection(context.caller.principal, workflow, filterFrom(args.filter));
  const page = pageOfSelection(live.feed, selection, checkedCount(args.first, maxPage), args.after);
  const { show } = selection;
  if (!show) return page;
  return { ...page, edges: page.edges.map(({ node, ...edge }) => ({ ...edge, node: show(node) })) };
}

/** Queries for every caller; the answer holds what the caller may see. */
export const queries = {
  order: (_root, { workflow, id }, context) => orderById(context, workflow, id),
  orders: (_root, args, context) => orderPage(context, args),
  tickets(_root, { workflow: name, stage, first }, context) {
    const { workflow, live } = workflowOf(context, name);
    checkStage(workflow, stage);
    const selection = ticketSelection(context.caller.principal, workflow, stage);
    const { matches, show } = selection;
    const tickets: TicketSource[] = [];
    for (const order of filtered(candidates(live.feed, selection), matches)) tickets.push({ order, stage });
    const oldest = tickets.sort(oldestFirst).slice(0, checkedCount(first, maxTickets));
    return show ? oldest.map(({ order }) => ({ order: show(order), stage })) : oldest;
  },
  workflows: (_root, _args, { workflows }) => [...workflows.values()],
  workflow: (_root, { name }, { workflows }) => workflows.get(name) ?? null,
  me: (_root, _args, { caller: { principal } }) => ({
    subject: customerIdOf(principal),
    name: principal.name,
    roles: principal.roles,
  }),
} satisfies QueryResolvers;

function oldestFirst(a: TicketSource, b: TicketSource): number {
  const [readyA, readyB] = [readyAtOf(a.order, a.stage), readyAtOf(b.order, b.stage)];
  if (readyA === readyB) return a.order.id < b.order.id ? -1 : 1;
  return readyA < readyB ? -1 : 1;
}

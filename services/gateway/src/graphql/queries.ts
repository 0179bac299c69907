import type { Order } from '@cupcakery/workflow/order';
import type { Workflow } from '@cupcakery/workflow/workflow-file';
import { type OrderFilter, orderSelection, ticketSelection } from '../feed/selection.ts';
import type { OrderFilter as FilterInput, QueryResolvers } from '../generated/resolvers.ts';
import { bounded } from './bounds.ts';
import { type OrderPage, pageOf } from './connection.ts';
import type { GatewayContext } from './context.ts';
import { requestError } from './errors.ts';
import { statusFrom } from './order-types.ts';
import type { staffQueries } from './staff-queries.ts';
import { readyAtOf, type TicketSource } from './ticket.ts';

type PageArgs = {
  workflow: string;
  filter?: FilterInput | null;
  first: number | null;
  after?: string | null;
};

const maxPage = 200;
const maxTickets = 500;
/** Values of one list in a filter. */
const maxValues = 1000;

/** The workflow of that name with its feed. */
export function workflowOf({ workflows, feeds }: GatewayContext, name: string) {
  const workflow = workflows.get(name);
  const live = feeds.get(name);
  if (!workflow || !live) {
    throw requestError(
      'NOT_FOUND',
      `There is no workflow ${name.slice(0, 64)}, only ${[...workflows.keys()].join(', ')}.`,
    );
  }
  return { workflow, live };
}

/** Refuses a stage that the workflow does not have: an empty board would look like one without work. */
export function checkStage(workflow: Workflow, stage: string): void {
  if (workflow.stages.some((s) => s.name === stage)) return;
  throw requestError('NOT_FOUND', `${workflow.name} has no stage ${stage.slice(0, 64)}.`);
}

/** A filter in the domain's words. */
export function filterFrom(input: FilterInput | null | undefined): OrderFilter {
  if (!input) return {};
  for (const list of [input.ids, input.status, input.stages]) {
    if ((list?.length ?? 0) > maxValues)
      throw requestError('BAD_REQUEST', `At most ${maxValues} values in a filter.`);
  }
  return { ...input, status: input.status?.map(statusFrom) };
}

function* filtered(orders: Iterable<Order>, matches: (order: Order) => boolean): Iterable<Order> {
  for (const order of orders) if (matches(order)) yield order;
}

/** The order of that id, if the caller may see it. */
export function orderById(context: GatewayContext, name: string, id: string): Order | null {
  const { workflow, live } = workflowOf(context, name);
  const order = live.feed.view.get(id);
  return order && orderSelection(context.caller.principal, workflow).matches(order) ? order : null;
}

/** A page of the orders that the caller may see. */
export function orderPage(context: GatewayContext, args: PageArgs): OrderPage {
  const { workflow, live } = workflowOf(context, args.workflow);
  const { matches } = orderSelection(context.caller.principal, workflow, filterFrom(args.filter));
  return pageOf(filtered(live.feed.view.values(), matches), bounded(args.first, maxPage), args.after);
}

/** What everybody may ask; the answer holds what the caller may see. */
export const queries: Omit<Required<QueryResolvers>, keyof typeof staffQueries> = {
  order: (_root, { workflow, id }, context) => orderById(context, workflow, id),
  orders: (_root, args, context) => orderPage(context, args),
  tickets(_root, { workflow: name, stage, first }, context) {
    const { workflow, live } = workflowOf(context, name);
    checkStage(workflow, stage);
    const { matches } = ticketSelection(context.caller.principal, workflow, stage);
    const tickets: TicketSource[] = [];
    for (const order of filtered(live.feed.view.open(), matches)) tickets.push({ order, stage });
    const oldestFirst = (a: TicketSource, b: TicketSource) => (readyAtOf(a) < readyAtOf(b) ? -1 : 1);
    return tickets.sort(oldestFirst).slice(0, bounded(first, maxTickets));
  },
  workflows: (_root, _args, { workflows }) => [...workflows.values()],
  workflow: (_root, { name }, { workflows }) => workflows.get(name) ?? null,
  me: (_root, _args, { caller: { principal } }) => ({
    subject: principal.subject,
    name: principal.name,
    roles: principal.roles,
  }),
};

import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { OrderFilter } from '../../selection/order-selection.ts';
import type { LiveOrders } from '../../stream/live-orders.ts';
import type { GatewayContext } from '../context/context.ts';
import type { OrderFilter as FilterInput } from '../generated/resolvers.ts';
import { requestError } from './errors.ts';
import { statusFrom } from './order-status.ts';

/** Values of one list in a filter, and characters of one of them. */
const maxValues = 1000;
const maxIdLength = 200;

/**
 * The workflow of that name with its feed.
 * @throws GraphQLError NOT_FOUND
 */
export function workflowOf(
  { workflows, feeds }: GatewayContext,
  name: string,
): { workflow: Workflow; live: LiveOrders } {
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

/**
 * Refuses a stage that the workflow does not have: an empty board would look like one without work.
 * @throws GraphQLError NOT_FOUND
 */
export function checkStage(workflow: Workflow, stage: string): void {
  if (workflow.stages.some((s) => s.name === stage)) return;
  throw requestError('NOT_FOUND', `${workflow.name} has no stage ${stage.slice(0, 64)}.`);
}

/**
 * A filter in the domain's words.
 * @throws GraphQLError BAD_REQUEST for a list, or a value in it, that is too long
 */
export function filterFrom(input: FilterInput | null | undefined): OrderFilter {
  if (!input) return {};
  for (const list of [input.ids, input.status, input.stages]) {
    if ((list?.length ?? 0) > maxValues)
      throw requestError('BAD_REQUEST', `At most ${maxValues} values in a filter.`);
  }
  for (const id of [...(input.ids ?? []), ...(input.stages ?? [])]) checkId(id);
  return { ...input, status: input.status?.map(statusFrom) };
}

/**
 * Refuses an id that no order or stage can have: a subscription would keep it.
 * @throws GraphQLError BAD_REQUEST
 */
export function checkId(id: string): void {
  if (id.length <= maxIdLength) return;
  throw requestError('BAD_REQUEST', `An id has at most ${maxIdLength} characters.`);
}

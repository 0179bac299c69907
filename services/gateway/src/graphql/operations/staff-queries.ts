import { hasRole } from '@cupcakery/workflow/access/access';
import { listIncidents } from '../../incidents/open-incidents.ts';
import { recentlyDone } from '../../stats/recently-done.ts';
import { type GatewayContext, getOrThrow } from '../context/context.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { checkStage, workflowOf } from '../request/arguments.ts';
import { checkedCount } from '../request/checked-count.ts';
import { requireStaff } from '../request/require-staff.ts';

const maxDone = 50;
const maxIncidents = 500;
const maxMinutes = 1440;

function staffOf(context: GatewayContext, name: string) {
  const found = workflowOf(context, name);
  requireStaff(context, found.workflow);
  return found;
}

const checkedMinutes = (minutes: number | null) => checkedCount(minutes ?? 60, maxMinutes, 'minutes');

/** Queries for the people who work on a workflow. */
export const staffQueries = {
  recentlyDone(_root, { workflow: name, stage, first }, context) {
    const { workflow, live } = staffOf(context, name);
    checkStage(workflow, stage);
    return recentlyDone(live.feed.view.values(), stage, checkedCount(first, maxDone));
  },
  incidents(_root, { workflow: name, first }, context) {
    const { workflow } = staffOf(context, name);
    return listIncidents(getOrThrow(context.incidents, workflow.name), {
      withRecords: hasRole(context.caller.principal, 'sre'),
      first: checkedCount(first, maxIncidents),
    });
  },
  backlog(_root, { workflow: name }, context) {
    const { workflow } = staffOf(context, name);
    return getOrThrow(context.stats, workflow.name).backlog();
  },
  lagHistory(_root, { workflow: name, minutes }, context) {
    const { workflow } = staffOf(context, name);
    return getOrThrow(context.stats, workflow.name).lagHistory(checkedMinutes(minutes));
  },
  decisionHistory(_root, { workflow: name, minutes }, context) {
    const { workflow } = staffOf(context, name);
    return getOrThrow(context.stats, workflow.name).decisionHistory(checkedMinutes(minutes));
  },
  floor(_root, { workflow: name, minutes }, context) {
    const { workflow } = staffOf(context, name);
    return getOrThrow(context.stats, workflow.name).floor(checkedMinutes(minutes));
  },
} satisfies QueryResolvers;

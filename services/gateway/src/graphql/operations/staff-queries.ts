import { may } from '@cupcakery/workflow/access/rights';
import { sightOf } from '@cupcakery/workflow/access/visibility';
import { listIncidents } from '../../incidents/open-incidents.ts';
import { recentlyDone } from '../../stats/recently-done.ts';
import { getOrThrow } from '../context/context.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { checkStage, workflowOf } from '../request/arguments.ts';
import { checkedCount } from '../request/checked-count.ts';
import { filtered } from './filtered.ts';

const maxDone = 50;
const maxIncidents = 500;
const maxMinutes = 1440;

const checkedMinutes = (minutes: number | null) => checkedCount(minutes ?? 60, maxMinutes, 'minutes');

/** Queries for the people who work on a workflow; whether the caller is one of them is checked before they run. */
export const staffQueries = {
  recentlyDone(_root, { workflow: name, stage, first }, context) {
    const { workflow, live } = workflowOf(context, name);
    checkStage(workflow, stage);
    const { principal } = context.caller;
    const inScope = filtered(live.feed.view.values(), sightOf(principal, workflow).worksOn);
    return recentlyDone(inScope, stage, checkedCount(first, maxDone));
  },
  incidents(_root, { workflow: name, first }, context) {
    const { workflow } = workflowOf(context, name);
    return listIncidents(getOrThrow(context.incidents, workflow.name), {
      withRecords: may(context.caller.principal, 'record.list', { workflow }),
      isVisible: sightOf(context.caller.principal, workflow).worksOn,
      first: checkedCount(first, maxIncidents),
    });
  },
  backlog(_root, { workflow: name }, context) {
    const { workflow } = workflowOf(context, name);
    return getOrThrow(context.stats, workflow.name).backlog();
  },
  lagHistory(_root, { workflow: name, minutes }, context) {
    const { workflow } = workflowOf(context, name);
    return getOrThrow(context.stats, workflow.name).lagHistory(checkedMinutes(minutes));
  },
  decisionHistory(_root, { workflow: name, minutes }, context) {
    const { workflow } = workflowOf(context, name);
    return getOrThrow(context.stats, workflow.name).decisionHistory(checkedMinutes(minutes));
  },
  floor(_root, { workflow: name, minutes }, context) {
    const { workflow } = workflowOf(context, name);
    return getOrThrow(context.stats, workflow.name).floor(checkedMinutes(minutes));
  },
} satisfies QueryResolvers;

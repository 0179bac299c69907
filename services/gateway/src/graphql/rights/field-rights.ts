import type { Action } from '@cupcakery/workflow/access/rights';
import type { MutationResolvers, QueryResolvers, SubscriptionResolvers } from '../generated/resolvers.ts';

/**
 * The row of the rights table for each root field: a field without one does not compile. Queries and subscriptions are refused
 * by it here, of a workflow before they run and of a collection in `graphql/shop`; mutations by order-api and shop, which have the same table and answer with typed errors.
 */
export const fieldRights: {
  Query: Record<keyof QueryResolvers, Action>;
  Mutation: Record<keyof MutationResolvers, Action>;
  Subscription: Record<keyof SubscriptionResolvers, Action>;
} = {
  Query: {
    order: 'order.read',
    orders: 'order.list',
    tickets: 'order.list',
    workflows: 'workflow.read',
    workflow: 'workflow.read',
    recentlyDone: 'done.list',
    incidents: 'incident.list',
    backlog: 'backlog.read',
    lagHistory: 'backlog.read',
    decisionHistory: 'backlog.read',
    floor: 'floor.read',
    me: 'me.read',
    collections: 'item.read',
    item: 'item.read',
    items: 'item.read',
  },
  Mutation: {
    placeOrder: 'order.place',
    claimTicket: 'ticket.claim',
    releaseTicket: 'ticket.release',
    completeTicket: 'ticket.complete',
    recallTicket: 'ticket.recall',
    failTicket: 'ticket.fail',
    markOrder: 'order.mark',
    cancelOrder: 'order.cancel',
    resolveIncident: 'incident.resolve',
    discardRecord: 'record.discard',
    pauseStage: 'stage.pause',
    resumeStage: 'stage.pause',
    pauseIntake: 'intake.pause',
    resumeIntake: 'intake.pause',
    createItem: 'item.write',
    replaceItem: 'item.write',
    deleteItem: 'item.write',
  },
  Subscription: {
    orders: 'order.list',
    tickets: 'order.list',
    order: 'order.read',
    backlog: 'backlog.read',
    shop: 'item.read',
  },
};

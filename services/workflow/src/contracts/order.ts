import { z } from 'zod';
import { personSchema } from './person.ts';

const time = z.string();

/** What is known about one stage of an order. Times are RFC 3339 UTC. */
export const stageProgressSchema = z.object({
  name: z.string(),
  /** When the first ticket of this stage was issued; waiting time counts from here. A recall keeps it. */
  readyAt: z.exactOptional(time),
  startedAt: z.exactOptional(time),
  by: z.exactOptional(z.string()),
  completedAt: z.exactOptional(time),
  outcome: z.exactOptional(z.string()),
  recalled: z.exactOptional(z.boolean()),
});

/** The order as tickets and replies carry it. */
export const orderSchema = z.object({
  id: z.string(),
  workflow: z.string(),
  version: z.int(),
  visit: z.int(),
  route: z.array(z.string()),
  status: z.enum(['open', 'incident', 'finished', 'cancelled', 'scrapped']),
  /** The present stage; of a closed order the last one. */
  stage: z.string(),
  stageStatus: z.enum(['waiting', 'started', 'claimed', 'done']),
  /** The name to display of who has the ticket. */
  claimedBy: z.exactOptional(z.string()),
  /** The person who has it; absent in claims from before there were subjects. */
  claimedActor: z.exactOptional(personSchema),
  details: z.record(z.string(), z.unknown()),
  customerId: z.exactOptional(z.string()),
  placedAt: time,
  promisedAt: time,
  updatedAt: time,
  /** Tickets issued for this stage because of a retry or requeue, plus one. */
  attempts: z.int(),
  /** Requeues of this stage without anything else between them: work that is always held too long must not go round. */
  requeues: z.exactOptional(z.int()),
  /** To be done first. Present only when true, like `held`. */
  rushed: z.exactOptional(z.boolean()),
  /** Put aside by the people of its present stage. */
  held: z.exactOptional(z.boolean()),
  incident: z.exactOptional(z.object({ reason: z.string(), by: z.string(), at: time })),
  stages: z.array(stageProgressSchema),
});

export type StageProgress = z.infer<typeof stageProgressSchema>;
export type Order = z.infer<typeof orderSchema>;

/** True when nothing can happen to the order any more. */
export function isClosed(order: Order): boolean {
  return order.status !== 'open' && order.status !== 'incident';
}

/** When the order arrived at the stage (RFC 3339); an order without that mark counts from when it was placed. */
export function readyAtOf(order: Pick<Order, 'stages' | 'placedAt'>, stage: string): string {
  return order.stages.find(({ name }) => name === stage)?.readyAt ?? order.placedAt;
}

import { z } from 'zod';

const stageProgress = z.object({
  name: z.string(),
  readyAt: z.string().optional(),
  startedAt: z.string().optional(),
  by: z.string().optional(),
  completedAt: z.string().optional(),
  outcome: z.string().optional(),
});

/** An order as REST answers with it; what a newer release adds is kept. */
export const orderSchema = z.looseObject({
  id: z.string(),
  workflow: z.string(),
  version: z.number(),
  status: z.string(),
  stage: z.string(),
  stageStatus: z.string(),
  details: z.record(z.string(), z.unknown()),
  placedAt: z.string(),
  promisedAt: z.string(),
  updatedAt: z.string(),
  claimedBy: z.string().optional(),
  incident: z.object({ reason: z.string(), by: z.string(), at: z.string() }).optional(),
  stages: z.array(stageProgress),
});
export type Order = z.infer<typeof orderSchema>;

export const orderAnswer = z.object({ order: orderSchema });
export const ordersPage = z.object({ orders: z.array(orderSchema), after: z.string().nullish() });

/** What REST says of a workflow. */
export const workflowSchema = z.object({
  name: z.string(),
  title: z.string(),
  /** JSON Schema */
  details: z.record(z.string(), z.unknown()),
  stages: z.array(z.object({ name: z.string(), done: z.string(), retired: z.boolean() })),
});
export type WorkflowCard = z.infer<typeof workflowSchema>;
export const workflowsAnswer = z.object({ workflows: z.array(workflowSchema) });

/** Paths of one workflow's orders. */
export const pathsOf = (workflow: string) => {
  const base = `/api/v1/workflows/${encodeURIComponent(workflow)}`;
  return {
    workflow: base,
    orders: `${base}/orders`,
    order: (id: string) => `${base}/orders/${encodeURIComponent(id)}`,
    action: (id: string, action: string) => `${base}/orders/${encodeURIComponent(id)}/${action}`,
    discard: (incident: string) => `${base}/incidents/${encodeURIComponent(incident)}/discard`,
    stage: (stage: string, action: string) => `${base}/stages/${encodeURIComponent(stage)}/${action}`,
    intake: (action: string) => `${base}/intake/${action}`,
  };
};

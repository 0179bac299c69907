import type { Order } from '@cupcakery/workflow/contracts/order';
import { evolveOrder } from '@cupcakery/workflow/decider/evolve';
import { routeOf, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';

const propertyShape = z.looseObject({
  examples: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  type: z.unknown().optional(),
  minimum: z.number().optional(),
});

/** Valid details, built from the examples, defaults and bounds of the workflow's schema. */
export function exampleDetails(workflow: Workflow): Record<string, unknown> {
  const properties = z.record(z.string(), propertyShape).safeParse(workflow.details.properties).data ?? {};
  const required = z.array(z.string()).safeParse(workflow.details.required).data ?? [];
  const names = required.length > 0 ? required : Object.keys(properties);
  return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name])]));
}

function exampleOf(property: z.infer<typeof propertyShape> | undefined): unknown {
  if (!property) return 'text';
  const given = property.examples?.[0] ?? property.default ?? property.enum?.[0];
  if (given !== undefined) return given;
  if (property.type === 'integer' || property.type === 'number') return property.minimum ?? 1;
  if (property.type === 'boolean') return true;
  return 'text';
}

/** A new order of the workflow, always the same. */
export function exampleOrder(workflow: Workflow): Order {
  const at = '2026-03-02T09:00:00.000Z';
  return evolveOrder(undefined, {
    type: 'OrderPlaced',
    orderId: '6f1c0e5b7a9d4c3e2f10-8a41c7d2',
    version: 1,
    at,
    by: 'ann',
    workflow: workflow.name,
    route: routeOf(workflow),
    details: exampleDetails(workflow),
    customerId: 'ann',
    promisedAt: new Date(Date.parse(at) + workflow.promise * 1000).toISOString(),
  });
}

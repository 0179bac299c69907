import { routeOf, type Stage, type Workflow } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';

const stageCard = z.object({
  name: z.string(),
  done: z.string(),
  verb: z.string(),
  role: z.string(),
  mode: z.enum(['timer', 'http', 'manual']),
  cancellable: z.boolean(),
  retired: z.boolean(),
  takes: z.number().optional().meta({ description: 'Seconds of work' }),
  expected: z.number().optional().meta({ description: 'Seconds that a person is expected to need' }),
  target: z.number().optional().meta({ description: 'Age in seconds at which a waiting order is late' }),
  outcomes: z.array(z.string()).optional(),
});

/** What clients may know about a workflow: not its URLs, topics and sizes. */
export const workflowCardSchema = z.object({
  name: z.string(),
  title: z.string(),
  promise: z.number().meta({ description: 'Seconds from placed to promised' }),
  recallFor: z.number().meta({ description: 'Seconds within which a stage can be recalled' }),
  route: z.array(z.string()).meta({ description: 'The stages that a new order passes' }),
  details: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of an order’s details' }),
  stages: z.array(stageCard),
});

/** The public part of a workflow file; times in seconds. */
export function cardOf(workflow: Workflow): z.infer<typeof workflowCardSchema> {
  const { name, title, promise, recallFor, details, stages } = workflow;
  return { name, title, promise, recallFor, route: routeOf(workflow), details, stages: stages.map(stageOf) };
}

function stageOf(stage: Stage): z.infer<typeof stageCard> {
  const { name, done, verb, role, mode, cancellable, retired, takes, expected, target, outcomes } = stage;
  return { name, done, verb, role, mode, cancellable, retired, takes, expected, target, outcomes };
}

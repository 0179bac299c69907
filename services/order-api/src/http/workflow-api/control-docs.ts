import { pauseReasonSchema } from '@cupcakery/workflow/contracts/control';
import { z } from 'zod';
import { type OperationDoc, pathParameter } from '../openapi/route.ts';
import { type DocParts, tag } from './doc-parts.ts';

export const controlBodies = {
  pause: z.strictObject({ reason: pauseReasonSchema }),
  resume: z.strictObject({}),
} as const;
export type ControlVerb = keyof typeof controlBodies;

/** What holds for something that can be paused; who said so is for staff. */
export const controlStateSchema = z.object({
  paused: z.boolean(),
  reason: z.string().optional(),
  by: z.string().optional().meta({ description: 'Who paused or resumed it; staff see it' }),
  at: z.string().optional(),
});
export const controlSchema = z.object({
  intake: controlStateSchema,
  stages: z.array(controlStateSchema.extend({ stage: z.string() })),
});

const paused = { paused: true, reason: 'The oven is broken', by: 'sue', at: '2026-11-21T18:04:05.678Z' };

export function readControlDoc({ workflowParameter, noWorkflow, example }: DocParts): OperationDoc {
  const stages = example.stages.map(({ name: stage }, i) => ({
    stage,
    ...(i === 1 ? paused : { paused: false }),
  }));
  return {
    method: 'get',
    path: '/api/v1/workflows/{workflow}/control',
    right: { action: 'control.read' },
    operationId: 'readControl',
    tag,
    summary: 'What is paused, and why',
    parameters: [workflowParameter],
    answers: {
      200: {
        description: 'Whether orders are taken, and whether each stage works',
        schema: z.toJSONSchema(controlSchema),
        example: { intake: { paused: false }, stages },
      },
      404: noWorkflow,
    },
  };
}

/** @param kind what is paused or resumed */
export function changeControlDoc(
  kind: 'intake' | 'stage',
  verb: ControlVerb,
  { workflowParameter, example, noWorkflow }: DocParts,
): OperationDoc {
  const isStage = kind === 'stage';
  const stage = pathParameter('stage', 'Name of a stage', example.stages[0]?.name ?? '');
  return {
    method: 'post',
    path: `/api/v1/workflows/{workflow}/${isStage ? 'stages/{stage}' : 'intake'}/${verb}`,
    right: { action: isStage ? 'stage.pause' : 'intake.pause' },
    operationId: `${verb}${isStage ? 'Stage' : 'Intake'}`,
    tag,
    summary: summaries[kind][verb],
    parameters: [workflowParameter, ...(isStage ? [stage] : [])],
    body: {
      schema: z.toJSONSchema(controlBodies[verb]),
      example: verb === 'pause' ? { reason: paused.reason } : {},
    },
    answers: {
      200: {
        description: 'What holds now',
        schema: z.toJSONSchema(controlStateSchema),
        example: verb === 'pause' ? paused : { paused: false, by: paused.by, at: paused.at },
      },
      400: { description: 'The body does not fit; `errors` names each field.' },
      403: { description: 'The caller lacks the role.' },
      404: noWorkflow,
      422: { description: 'There is no such stage, or it is retired.' },
    },
  };
}

const summaries = {
  intake: { pause: 'Take no orders until it is resumed', resume: 'Take orders again' },
  stage: {
    pause: 'Let the workers of a stage take no tickets until it is resumed',
    resume: 'Let the workers of a stage go on',
  },
} satisfies Record<'intake' | 'stage', Record<ControlVerb, string>>;

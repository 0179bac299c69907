import { z } from 'zod';

const workflowLabel = 'cupcakery.io/workflow';
const stageLabel = 'cupcakery.io/stage';

/** Selects what belongs to a stage: its Deployment, autoscaler and pods. */
export const stageSelector = stageLabel;

/** The object's name and stage; the rest of its metadata is left out. */
export const stageObject = z
  .object({
    name: z.string(),
    namespace: z.string(),
    labels: z.object({ [workflowLabel]: z.string().min(1), [stageLabel]: z.string().min(1) }),
  })
  .transform(({ name, namespace, labels }) => ({
    name,
    namespace,
    workflow: labels[workflowLabel],
    stage: labels[stageLabel],
  }));
export type StageObject = z.infer<typeof stageObject>;

/** A condition of an object's status. */
export const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(''),
  message: z.string().default(''),
});
export type Condition = z.infer<typeof condition>;

/** The condition of that type in an object's status. */
export function conditionOf<C extends { type: string }>(
  { conditions }: { conditions: readonly C[] },
  type: string,
): C | undefined {
  return conditions.find((one) => one.type === type);
}

/** A list that Go leaves out or writes as null when it is empty. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
}

const maxLength = 120;

/** The first sentence of a message for machines, short enough for a line on a page. */
export function firstSentence(message: string): string {
  const [sentence = ''] = message.split(/\.\s/, 1);
  const text = sentence.trim().replace(/\.$/, '');
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

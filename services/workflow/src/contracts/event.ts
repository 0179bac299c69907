import { z } from 'zod';
import { personSchema } from './person.ts';
import { refusalCodes } from './refusal.ts';

/** An answer that the order keeps: command id, hash of the request, and the refusal code if it was refused. */
export const answerSchema = z.object({
  id: z.string(),
  hash: z.exactOptional(z.string()),
  code: z.exactOptional(z.enum(refusalCodes)),
});
export type Answer = z.infer<typeof answerSchema>;

const base = {
  orderId: z.string(),
  /** The order's version after this event: 1, 2, 3 … */
  version: z.int(),
  at: z.string(),
  /** The name to display: of a customer the role, for names of customers stay out of a history kept without an end. */
  by: z.string(),
  /** The person; absent for workers, and in events from before there were subjects. */
  actor: z.exactOptional(personSchema),
  /** The answer to the command that caused the event. Workers' commands have none: repeating them is harmless. */
  answer: z.exactOptional(answerSchema),
  /** Answers since the previous event that produced no event, so that the command log folds from events alone. */
  refused: z.exactOptional(z.array(answerSchema)),
};
const atStage = { ...base, stage: z.string() };

export const eventSchema = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('OrderPlaced'),
    workflow: z.string(),
    route: z.array(z.string()),
    details: z.record(z.string(), z.unknown()),
    customerId: z.exactOptional(z.string()),
    promisedAt: z.string(),
    keyHash: z.exactOptional(z.string()),
    ticketed: z.exactOptional(z.boolean()),
    /** There is a record in `W.contacts`; what it says is in no event. */
    hasContact: z.exactOptional(z.boolean()),
    /** W3C traceparent of the request that placed it: all that happens to the order is one trace. */
    traceparent: z.exactOptional(z.string()),
  }),
  z.object({ ...atStage, type: z.literal('StageStarted') }),
  z.object({ ...atStage, type: z.literal('StageClaimed') }),
  z.object({ ...atStage, type: z.literal('StageReleased') }),
  z.object({
    ...atStage,
    type: z.literal('StageCompleted'),
    outcome: z.exactOptional(z.string()),
    next: z.exactOptional(z.string()),
  }),
  z.object({ ...base, type: z.literal('OrderFinished') }),
  z.object({ ...atStage, type: z.literal('StageRecalled'), from: z.string() }),
  z.object({ ...atStage, type: z.literal('IncidentOpened'), reason: z.string() }),
  z.object({ ...atStage, type: z.literal('StageRequeued') }),
  z.object({ ...base, type: z.literal('OrderCancelled'), reason: z.exactOptional(z.string()) }),
  z.object({ ...atStage, type: z.literal('OrderRedriven'), action: z.enum(['retry', 'rework']) }),
  z.object({
    ...base,
    type: z.literal('OrderMarked'),
    /** Only what changed. */
    rushed: z.exactOptional(z.boolean()),
    held: z.exactOptional(z.boolean()),
  }),
  z.object({ ...base, type: z.literal('OrderScrapped') }),
]);

export type OrderEvent = z.infer<typeof eventSchema>;

/** An event of a type that this release does not know: what every event has. */
export type FutureEvent = {
  type: 'Future';
  /** Its type on the topic. */
  name: string;
  orderId: string;
  version: number;
  at: string;
  by: string;
};

const knownTypes: ReadonlySet<string> = new Set(eventSchema.options.map(({ shape }) => shape.type.value));

const futureEventSchema = z
  .object({ ...base, type: z.string().refine((type) => !knownTypes.has(type)) })
  .transform(
    ({ type: name, orderId, version, at, by }): FutureEvent => ({
      type: 'Future',
      name,
      orderId,
      version,
      at,
      by,
    }),
  );

/** An event of this release or of a newer one. */
export const anyEventSchema = z.unknown().transform((value, context): OrderEvent | FutureEvent => {
  const known = eventSchema.safeParse(value);
  if (known.success) return known.data;
  const future = futureEventSchema.safeParse(value);
  if (future.success) return future.data;
  for (const { message, path } of known.error.issues) {
    context.issues.push({ code: 'custom', message, path: [...path], input: value });
  }
  return z.NEVER;
});
export type OrderEventType = OrderEvent['type'];

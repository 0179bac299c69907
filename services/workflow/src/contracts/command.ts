import { z } from 'zod';
import { contactSchema } from './contact.ts';
import { personSchema } from './person.ts';

/**
 * In whose capacity a command comes. A `manager` is a cook with the right to take over claims; a `worker` is a stage-worker.
 * The name is the one to display; a customer's is the owner that the order gets (`customerId`).
 */
export const actorSchema = z.object({
  kind: z.enum(['customer', 'cook', 'manager', 'worker']),
  name: z.string().max(200),
});
export type Actor = z.infer<typeof actorSchema>;

/** Stages and outcomes have short names. Refusals quote the value that was sent, so long ones are rejected here. */
const name = z.string().max(64);

const base = {
  id: z.string().min(1).max(200),
  orderId: z.string().min(1).max(200),
  by: actorSchema,
  /** The person behind `by`; commands of workers have none. */
  actor: z.exactOptional(personSchema),
  /** Values of the workflow's `scope` field that the sender works on; absent: on all orders. */
  scope: z.exactOptional(z.array(z.string().max(200)).max(100)),
  /** Hash of the request body, sent with an idempotency key: the same key with another body is refused. */
  bodyHash: z.exactOptional(z.string().max(64)),
};
/** Workers always name the visit; for people it is optional, since they see the present one. */
const atVisit = { ...base, stage: name, visit: z.exactOptional(z.int()) };

export const commandSchema = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('place'),
    details: z.record(z.string(), z.unknown()),
    customerId: z.exactOptional(z.string().max(200)),
    keyHash: z.exactOptional(z.string().max(64)),
    /** The record that brought the order is itself the ticket of visit 1 (a foreign record). */
    ticketed: z.exactOptional(z.boolean()),
    /** Kept beside the order: see `contactSchema`. */
    contact: z.exactOptional(contactSchema),
    /** No orders are taken now, for this reason: only an order that the key has placed already is answered. */
    intakePaused: z.exactOptional(z.string().max(500)),
    /** W3C traceparent of the request; the order-processor takes it from the record's header. */
    traceparent: z.exactOptional(z.string().max(55)),
  }),
  z.object({ ...atVisit, type: z.literal('start') }),
  z.object({ ...atVisit, type: z.literal('claim') }),
  z.object({ ...atVisit, type: z.literal('release') }),
  z.object({ ...atVisit, type: z.literal('complete'), outcome: z.exactOptional(name) }),
  z.object({ ...atVisit, type: z.literal('recall') }),
  z.object({ ...atVisit, type: z.literal('fail'), reason: z.string().max(2000) }),
  z.object({ ...atVisit, type: z.literal('requeue') }),
  z.object({ ...base, type: z.literal('cancel'), reason: z.exactOptional(z.string().max(2000)) }),
  z.object({
    ...base,
    type: z.literal('mark'),
    /** Moves the order to the front of the boards. */
    rushed: z.exactOptional(z.boolean()),
    /** Puts the order aside at the present stage. */
    held: z.exactOptional(z.boolean()),
  }),
  z.object({
    ...base,
    type: z.literal('resolve'),
    action: z.enum(['retry', 'rework', 'scrap']),
    stage: z.exactOptional(name),
  }),
]);

/** A command on an order. */
export type Command = z.infer<typeof commandSchema>;
export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

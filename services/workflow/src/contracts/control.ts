import { z } from 'zod';
import { actorSchema } from './command.ts';
import { personSchema } from './person.ts';

/** What can be paused, and the key of its record in `W.control`: taking orders, or the work of one stage. */
export type ControlKey = 'intake' | `stage/${string}`;

const controlKey = /^(intake|stage\/.{1,64})$/;

export function isControlKey(key: unknown): key is ControlKey {
  return typeof key === 'string' && controlKey.test(key);
}

/** Why something is paused, for people. */
export const pauseReasonSchema = z.string().trim().min(1).max(500);

const who = {
  /** The name to display. */
  by: z.string().max(200),
  actor: z.exactOptional(personSchema),
  at: z.string(),
};
const pauseSchema = z.object({ paused: z.literal(true), reason: pauseReasonSchema, ...who });
/** A pause that lasts. */
export type Pause = z.infer<typeof pauseSchema>;

/** The last word about something that can be paused; a resumed one stays on the topic, so that it is known who resumed it. */
export const controlSchema = z.discriminatedUnion('paused', [
  pauseSchema,
  z.object({ paused: z.literal(false), ...who }),
]);
export type Control = z.infer<typeof controlSchema>;

/**
 * Pauses or resumes. It is a command without an order. `orderId` only brings it to one partition, the same for every command
 * about the same thing, so that they are decided in the order in which they came: see `controlOrderId`.
 */
export const controlCommandSchema = z.object({
  type: z.literal('control'),
  id: z.string().min(1).max(200),
  orderId: z.string().min(1).max(200),
  by: actorSchema,
  actor: z.exactOptional(personSchema),
  bodyHash: z.exactOptional(z.string().max(64)),
  about: z.custom<ControlKey>(isControlKey, 'is neither intake nor stage/<name>'),
  paused: z.boolean(),
  /** Of a pause. */
  reason: z.exactOptional(pauseReasonSchema),
});
export type ControlCommand = z.infer<typeof controlCommandSchema>;

/** Stands for the order id in commands about this; no order has such an id, since those have no slash. */
export function controlOrderId(about: ControlKey): string {
  return `control/${about}`;
}

/** The key of a stage's pause. */
export function stageKey(stage: string): ControlKey {
  return `stage/${stage}`;
}

/** The stage that a key is about; undefined for the intake. */
export function stageOfKey(key: ControlKey): string | undefined {
  return key === 'intake' ? undefined : key.slice('stage/'.length);
}

import { z } from 'zod';
import { duration, positiveDuration } from './duration.ts';
import { stageAuthSchema } from './stage-auth.ts';

/** Names in files: of workflows, stages, roles, collections. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and dashes, at most 31, a letter first');
export const topicName = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}$/, 'a Kafka topic name');

const stageSchema = z.strictObject({
  name,
  /** Past participle: events, old REST fields (`MixedBy`) and pages use it. */
  done: name,
  /** Present participle, for sentences on pages: `baking`. */
  doing: z.string().min(1).max(40).optional(),
  /** The word of the REST path, `POST /api/v1/order/<verb>`. */
  verb: name,
  topic: topicName,
  role: name,
  mode: z.enum(['timer', 'http', 'manual']),
  takes: duration.optional(),
  expected: duration.optional(),
  /** Age at which a ticket is late; boards warn at 75 % of it. */
  target: duration.optional(),
  url: z
    .url({ protocol: /^https?$/, error: 'an http or https URL' })
    .refine(hasNoCredentials, 'must not contain a user or password; write them into a secret, see auth')
    .optional(),
  /** By what the worker is known to the URL of an http stage. */
  auth: stageAuthSchema.optional(),
  timeout: positiveDuration.default(10),
  capacity: z.int().min(1).max(1000).default(1),
  attempts: z.int().min(1).max(100).default(3),
  holdFor: positiveDuration.default(600),
  cancellable: z.boolean().default(false),
  announceStart: z.boolean().default(true),
  outcomes: z.array(name).min(1).max(20).optional(),
  adopt: z.boolean().default(false),
  retired: z.boolean().default(false),
  ticketRetention: positiveDuration.optional(),
});

function hasNoCredentials(url: string): boolean {
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

/** A workflow file as it is written, field by field; the rules between fields are in workflow-rules. */
export const workflowSchema = z.strictObject({
  name,
  title: z.string().min(1).max(100),
  promise: positiveDuration,
  partitions: z.int().min(1).max(1000).default(12),
  details: z.record(z.string(), z.unknown()),
  stages: z.array(stageSchema).min(1).max(50),
  results: z.strictObject({ topic: topicName }),
  partitionBy: z
    .strictObject({ field: z.string().min(1), values: z.record(z.string(), z.int().min(0)) })
    .optional(),
  /** Who works on what: only on orders whose details have, in `field`, one of the values in the `claim` of their token. */
  scope: z.strictObject({ field: z.string().min(1), claim: z.string().min(1).max(200) }).optional(),
  /** By language (`de`), what the workflow's own words are in it: the key is the word as this file has it. */
  translations: z
    .record(
      z.string().regex(/^[a-z]{2,3}$/, 'a language such as de'),
      z.record(z.string(), z.string().min(1).max(200)),
    )
    .default({}),
  /** What one customer may order a day (UTC); `quantityField` is the whole number of the details that counts. */
  limits: z
    .strictObject({
      ordersPerDay: z.int().min(1).optional(),
      quantityPerDay: z.int().min(1).optional(),
      quantityField: z.string().min(1).optional(),
    })
    .optional(),
  archiveAfter: duration.default(86_400),
  recallFor: duration.default(120),
});

/** A file that satisfies the schema; times in seconds. */
export type ParsedWorkflow = z.infer<typeof workflowSchema>;

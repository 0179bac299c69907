import { z } from 'zod';
import { getIgnoreCase, validationProblem } from './legacy-bodies.ts';

const textSchema = z.string().trim().max(200).nullish();
const reasonSchema = z.string().trim().min(1).max(2000);
const idSchema = z.string().min(1).max(200);

/** The order's id in a stage request, from its fields by names in lower case. Throws Problem 400. */
export function orderIdOf(fields: ReadonlyMap<string, unknown>): string {
  const id = idSchema.safeParse(fields.get('id'));
  if (id.success) return id.data;
  throw validationProblem([
    { pointer: '/Order/Id', detail: fields.has('id') ? 'must be a text' : 'is required' },
  ]);
}

/** An optional text; undefined if absent, null or blank. Throws Problem 400. */
export function textOf(fields: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = textSchema.safeParse(fields.get(name.toLowerCase()));
  if (value.success) return value.data || undefined;
  throw validationProblem([
    { pointer: `/Order/${name}`, detail: 'must be a text of at most 200 characters' },
  ]);
}

/** The reason of an error report, beside the order or in it. Throws Problem 400. */
export function reasonOf(body: unknown, fields: ReadonlyMap<string, unknown>): string {
  const reason = reasonSchema.safeParse(getIgnoreCase(body, 'reason') ?? fields.get('reason'));
  if (reason.success) return reason.data;
  throw validationProblem([{ pointer: '/Reason', detail: 'must be a text of 1 to 2000 characters' }]);
}

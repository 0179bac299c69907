import { Problem, type ProblemField } from '@cupcakery/kit/http/problem';
import { isRecord } from '@cupcakery/kit/tools/is-record';
import { pointerToken } from '@cupcakery/kit/tools/json-pointer';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';

/** `flavour` in the spelling of the old factory: `Flavour`. */
export function legacyFieldName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The details in an old body; `pointerOf` turns a pointer below the details into one into that body. */
export type LegacyDetails = { details: Record<string, unknown>; pointerOf: (field: string) => string };

/** Reads the old factory's bodies for one workflow; created once, as it evaluates the workflow's schema. */
export type LegacyBodies = {
  /** Details of a new order. Throws Problem 400 for a body that is no order, or names a field twice. */
  details(body: unknown): LegacyDetails;
  /** The order's fields of a body, with or without the wrapper, by names in lower case. Throws Problem 400. */
  fields(body: unknown): Map<string, unknown>;
};

const serverFields = [
  'id',
  'status',
  'stage',
  'createdon',
  'createdby',
  'customerid',
  'correlationid',
  'version',
  'promisedat',
];

/**
 * Names count in any case, as do values of a text field with an `enum` (`m` is M). Fields of the old order that the
 * server sets (`Id`, `CreatedOn`, `MixedBy` ...) are left out; unknown fields stay in, so that the workflow's own check
 * refuses them by name.
 */
export function createLegacyBodies(workflow: Workflow): LegacyBodies {
  const properties = isRecord(workflow.details.properties) ? workflow.details.properties : {};
  const known = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  const choices = new Map(Object.entries(properties).map(([name, schema]) => [name, choicesOf(schema)]));
  const ownedByServer = new Set([
    ...serverFields,
    ...workflow.stages.flatMap(({ done }) => [`${done}by`, `${done}on`]),
  ]);

  return {
    details(body) {
      const { order, pointer: base } = unwrap(body);
      const details: Record<string, unknown> = {};
      const pointers = new Map<string, string>();
      const duplicates: ProblemField[] = [];
      for (const [name, value] of Object.entries(order)) {
        const lower = name.toLowerCase();
        const property = known.get(lower);
        if (property === undefined && ownedByServer.has(lower)) continue;
        const target = property ?? name;
        const pointer = `${base}/${pointerToken(name)}`;
        if (pointers.has(target)) duplicates.push({ pointer, detail: 'is given twice' });
        pointers.set(target, pointer);
        const choice = typeof value === 'string' ? choices.get(target)?.get(value.toLowerCase()) : undefined;
        define(details, target, choice ?? value);
      }
      if (duplicates.length > 0) throw validationProblem(duplicates);
      return { details, pointerOf: (field) => pointerInBody(field, base, pointers) };
    },
    fields(body) {
      const { order } = unwrap(body);
      return new Map(Object.entries(order).map(([name, value]) => [name.toLowerCase(), value]));
    },
  };
}

/** A member of the body's top level by its name in any case. */
export function getIgnoreCase(body: unknown, name: string): unknown {
  const members = isRecord(body) ? Object.entries(body) : [];
  return members.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Problem 400 with the fields at fault. */
export function validationProblem(errors: ProblemField[]): Problem {
  return new Problem({
    status: 400,
    code: 'INVALID_FIELDS',
    title: 'The request does not fit',
    detail: 'See `errors` for each field.',
    errors,
  });
}

/** The order in a body, with or without its wrapper, and the pointer to it. */
function unwrap(body: unknown): { order: Record<string, unknown>; pointer: string } {
  if (!isRecord(body)) throw validationProblem([{ pointer: '', detail: 'must be an object' }]);
  const wrapper = Object.keys(body).find((key) => key.toLowerCase() === 'order');
  if (wrapper === undefined) return { order: body, pointer: '' };
  const order = body[wrapper];
  if (!isRecord(order)) throw validationProblem([{ pointer: `/${wrapper}`, detail: 'must be an object' }]);
  return { order, pointer: `/${wrapper}` };
}

/** Fields are named as the caller spelled them, missing ones in the spelling of the old factory. */
function pointerInBody(field: string, base: string, pointers: ReadonlyMap<string, string>): string {
  const [, first = '', ...rest] = field.split('/');
  if (first === '') return base;
  const pointer = pointers.get(first.replaceAll('~1', '/').replaceAll('~0', '~'));
  return [pointer ?? `${base}/${legacyFieldName(first)}`, ...rest].join('/');
}

function choicesOf(schema: unknown): Map<string, string> | undefined {
  const parsed = z.object({ enum: z.array(z.string()) }).safeParse(schema);
  return parsed.success ? new Map(parsed.data.enum.map((value) => [value.toLowerCase(), value])) : undefined;
}

/** A body may contain a field named `__proto__`, which an assignment would not create. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

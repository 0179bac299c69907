import { Problem, type ProblemField } from '@cupcakery/kit/http/problem';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';

/** `flavour` as the old factory wrote it: `Flavour`. */
export function legacyFieldName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The details in an old body, and where in that body each of them was. */
export type LegacyDetails = { details: Record<string, unknown>; pointerOf: (field: string) => string };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the old factory's bodies for one workflow; made once, as it goes through the workflow's schema. */
export type LegacyBodies = {
  /** Details of a new order. Throws Problem 400 for a body that is no order, or names a field twice. */
  details(body: unknown): LegacyDetails;
  /** The order's fields of a body, with or without the wrapper, by names in lower case. Throws Problem 400. */
  fields(body: unknown): Map<string, unknown>;
};

/**
 * Names count in any case, as do values of a text field with an `enum` (`m` is M). Fields that the old order
 * had but the server sets (`Id`, `CreatedOn`, `MixedBy` ...) are left out; what nobody described stays in, so
 * that the workflow's own check refuses it by name.
 */
export function createLegacyBodies(workflow: Workflow): LegacyBodies {
  const properties = isObject(workflow.details.properties) ? workflow.details.properties : {};
  const known = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  const choices = new Map(Object.entries(properties).map(([name, schema]) => [name, choicesOf(schema)]));
  const ownedByServer = new Set([
    ...[
      'id',
      'status',
      'stage',
      'createdon',
      'createdby',
      'customerid',
      'correlationid',
      'version',
      'promisedat',
    ],
    ...workflow.stages.flatMap(({ done }) => [`${done}by`, `${done}on`]),
  ]);

  return {
    details(body) {
      const { order, at } = unwrap(body);
      const details: Record<string, unknown> = {};
      const pointers = new Map<string, string>();
      const twice: ProblemField[] = [];
      for (const [name, value] of Object.entries(order)) {
        const lower = name.toLowerCase();
        const property = known.get(lower);
        if (property === undefined && ownedByServer.has(lower)) continue;
        const target = property ?? name;
        const pointer = `${at}/${pointerToken(name)}`;
        if (pointers.has(target)) twice.push({ pointer, detail: 'is given twice' });
        pointers.set(target, pointer);
        const choice = typeof value === 'string' ? choices.get(target)?.get(value.toLowerCase()) : undefined;
        define(details, target, choice ?? value);
      }
      if (twice.length > 0) throw validationProblem(twice);
      return {
        details,
        pointerOf(field) {
          const [, first = '', ...rest] = field.split('/');
          const pointer = pointers.get(first.replaceAll('~1', '/').replaceAll('~0', '~'));
          return first === '' ? at : [pointer ?? `${at}/${legacyFieldName(first)}`, ...rest].join('/');
        },
      };
    },
    fields(body) {
      const { order } = unwrap(body);
      return new Map(Object.entries(order).map(([name, value]) => [name.toLowerCase(), value]));
    },
  };
}

/** A member of the body's top level by its name in any case. */
export function getIgnoreCase(body: unknown, name: string): unknown {
  const members = isObject(body) ? Object.entries(body) : [];
  return members.find(([key]) => key.toLowerCase() === name)?.[1];
}

function unwrap(body: unknown): { order: Record<string, unknown>; at: string } {
  if (!isObject(body)) throw validationProblem([{ pointer: '', detail: 'must be an object' }]);
  const wrapper = Object.keys(body).find((key) => key.toLowerCase() === 'order');
  if (wrapper === undefined) return { order: body, at: '' };
  const order = body[wrapper];
  if (!isObject(order)) throw validationProblem([{ pointer: `/${wrapper}`, detail: 'must be an object' }]);
  return { order, at: `/${wrapper}` };
}

function choicesOf(schema: unknown): Map<string, string> | undefined {
  const parsed = z.object({ enum: z.array(z.string()) }).safeParse(schema);
  return parsed.success ? new Map(parsed.data.enum.map((value) => [value.toLowerCase(), value])) : undefined;
}

/** A body may well name a field `__proto__`, which an assignment would take for something else. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

const pointerToken = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

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

import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { compileLinearPattern, PatternError } from './pattern/linear-pattern.ts';

/** One thing wrong with an order's details: a JSON pointer below `details` and a sentence. */
export type DetailsProblem = { field: string; detail: string };
/** Checks details against the workflow's schema; an empty list means they are fine. */
export type DetailsCheck = (details: unknown) => DetailsProblem[];

/** A format of numbers: which fit, and what to say of one that does not. */
export type NumberFormat = { fits(value: number): boolean; detail: string };

const maxProblems = 20;
/** Characters of a problem's field and sentence: both can quote what was sent, and go into replies and incidents. */
const maxProblemLength = 500;
/**
 * Characters of JSON. The snapshot of OrderPlaced holds the details twice, and a record batch over
 * 1 MiB is refused by the broker: without a bound one order could stop its partition permanently.
 */
export const maxDetailsLength = 65_536;
/** Levels of nesting; JSON.stringify overflows the stack some thousands deep. */
const maxDepth = 32;

/**
 * Compiles a workflow's JSON Schema (2020-12, an object) into a check.
 * @param onError called with the reason when the schema itself is not valid
 * @param numberFormats by name, further formats of numbers
 */
export function compileDetails(
  schema: Record<string, unknown>,
  onError: (why: string) => void,
  numberFormats: Record<string, NumberFormat> = {},
): DetailsCheck {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    code: { regExp: linearRegExp },
  });
  // ajv-formats is CommonJS: its callable default sits one level deeper under Node's module rules.
  (addFormats as unknown as { default: (a: Ajv2020) => void }).default(ajv);
  for (const [name, { fits }] of Object.entries(numberFormats))
    ajv.addFormat(name, { type: 'number', validate: fits });
  const asProblem = (error: ErrorObject) => shortProblem(problem(error, numberFormats));
  if (schema.type !== 'object') {
    onError('must be a JSON Schema with type: object');
    return () => [];
  }
  try {
    // Unknown fields are refused: a misspelt optional field would otherwise be lost silently.
    const validate = ajv.compile({ additionalProperties: false, ...schema });
    return (details) => {
      const unbounded = outOfBounds(details);
      if (unbounded) return [{ field: '', detail: unbounded }];
      return validate(details) ? [] : (validate.errors ?? []).slice(0, maxProblems).map(asProblem);
    };
  } catch (error) {
    onError(error instanceof PatternError ? patternProblem(schema, error) : messageOf(error));
    return () => [];
  }
}

/** What ajv makes of `pattern` and `patternProperties`; it takes the text of the result for its identity. */
const linearRegExp = Object.assign(
  (pattern: string) => ({ ...compileLinearPattern(pattern), toString: () => JSON.stringify(pattern) }),
  // Names the engine in code that is generated ahead of time, of which there is none.
  { code: 'compileLinearPattern' },
);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Where in the schema the pattern is, why it cannot be used, and what to do instead. */
function patternProblem(schema: Record<string, unknown>, { pattern, message }: PatternError): string {
  const at = pointerOfPattern(schema, pattern) ?? '/';
  return `${at}: the pattern ${JSON.stringify(pattern)} ${message}. Write it without, use enum, minLength and maxLength, or let the work of a stage check it`;
}

function pointerOfPattern(node: unknown, pattern: string): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  for (const [key, child] of Object.entries(node)) {
    const step = `/${pointerToken(key)}`;
    if (key === 'pattern' && child === pattern) return step;
    if (key === 'patternProperties' && isObject(child) && Object.hasOwn(child, pattern)) return step;
    const below = pointerOfPattern(child, pattern);
    if (below !== undefined) return `${step}${below}`;
  }
  return undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function outOfBounds(details: unknown): string | undefined {
  if (isDeeper(details, maxDepth)) return `is nested deeper than ${maxDepth} levels`;
  if ((JSON.stringify(details) ?? '').length <= maxDetailsLength) return undefined;
  return `is longer than ${maxDetailsLength} characters of JSON`;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
}

function shortProblem({ field, detail }: DetailsProblem): DetailsProblem {
  return { field: field.slice(0, maxProblemLength), detail: detail.slice(0, maxProblemLength) };
}

function problem(error: ErrorObject, numberFormats: Record<string, NumberFormat>): DetailsProblem {
  const params = error.params as Record<string, unknown>;
  const child = params.missingProperty ?? params.additionalProperty;
  const field = `${error.instancePath}${child === undefined ? '' : `/${pointerToken(String(child))}`}`;
  if (error.keyword === 'required') return { field, detail: 'is required' };
  if (error.keyword === 'additionalProperties') return { field, detail: 'is not a known field' };
  if (error.keyword === 'enum') {
    return { field, detail: `must be one of ${(params.allowedValues as unknown[]).join(', ')}` };
  }
  const format = error.keyword === 'format' ? numberFormats[String(params.format)] : undefined;
  return { field, detail: format?.detail ?? error.message ?? error.keyword };
}

/** One step of a JSON pointer (RFC 6901). */
function pointerToken(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

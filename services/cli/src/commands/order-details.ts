import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { WorkflowCard } from '../api/orders.ts';
import { CliError } from '../cli-error.ts';

type Field = { type?: unknown };
const schemaShape = z.object({
  properties: z.record(z.string(), z.looseObject({ type: z.unknown().optional() })).default({}),
  required: z.array(z.string()).default([]),
});
const anyObject = z.record(z.string(), z.unknown());

/**
 * The details of an order of `name=value` pairs, each read as the workflow's schema says; they go before those of `base`.
 * Whether they are right is for the server to say.
 * @throws CliError for a pair that is none, or a field that the workflow does not have
 */
export function detailsOf(
  pairs: readonly string[],
  workflow: Pick<WorkflowCard, 'name' | 'details'>,
  base: Record<string, unknown> = {},
): Record<string, unknown> {
  const { properties } = schemaShape.parse(workflow.details);
  const details = { ...base };
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (at < 1)
      throw new CliError('usage', `${pair}: give details as name=value`, { hint: fieldsHint(workflow) });
    if (!field)
      throw new CliError('usage', `${workflow.name} has no ${name}`, { hint: fieldsHint(workflow) });
    details[name] = typedValue(field, pair.slice(at + 1));
  }
  return details;
}

/** The fields of a workflow, as `flavour= size= quantity= [notes=]`. */
export function fieldsText({ details }: Pick<WorkflowCard, 'details'>): string {
  const { properties, required } = schemaShape.parse(details);
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? `${name}=` : `[${name}=]`))
    .join(' ');
}

const fieldsHint = (workflow: Pick<WorkflowCard, 'name' | 'details'>) =>
  `${workflow.name} has: ${fieldsText(workflow)}`;

/** What is no number stays a text: the server says then what it should be. */
function typedValue({ type }: Field, text: string): unknown {
  const types = Array.isArray(type) ? type : [type];
  if (types.includes('string')) return text;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if ((types.includes('number') || types.includes('integer')) && text !== '' && Number.isFinite(Number(text)))
    return Number(text);
  return types.includes('object') || types.includes('array') ? jsonOf(text) : text;
}

/**
 * Details given as JSON, as `@file`, or as `-` for standard input.
 * @throws CliError
 */
export async function readDetails(
  given: string,
  stdin: AsyncIterable<Buffer | string>,
): Promise<Record<string, unknown>> {
  const text =
    given === '-' ? await textOf(stdin) : given.startsWith('@') ? await fileText(given.slice(1)) : given;
  const details = anyObject.safeParse(jsonOf(text));
  if (details.success) return details.data;
  throw new CliError('usage', '--details: must be a JSON object, @file or - for standard input');
}

const maxBytes = 300_000;

async function textOf(stdin: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += chunk.toString();
    if (text.length > maxBytes) throw new CliError('usage', '--details: more than 300,000 bytes');
  }
  return text;
}

async function fileText(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError(
      'usage',
      `--details: ${path} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError('usage', `not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

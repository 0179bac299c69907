import { z } from 'zod';
import { processorGroup, topicNames } from './topic-names.ts';
import type { ParsedWorkflow } from './workflow-schema.ts';

/** Violations of rules between fields, which the schema alone cannot express. */
export function* inconsistencies(workflow: ParsedWorkflow): Generator<[path: string, why: string]> {
  for (const field of ['name', 'verb', 'topic', 'done'] as const) {
    const seen = new Set<string>();
    for (const [i, stage] of workflow.stages.entries()) {
      if (seen.has(stage[field]))
        yield [`stages.${i}.${field}`, `${stage[field]} is used by an earlier stage`];
      seen.add(stage[field]);
    }
  }
  if (workflow.stages.every((s) => s.retired)) yield ['stages', 'at least one stage must not be retired'];
  const own = new Set<string>(Object.values(topicNames(workflow.name)));
  const first = workflow.stages.findIndex((s) => !s.retired);
  if (own.has(workflow.results.topic))
    yield ['results.topic', `${workflow.results.topic} is a topic of the workflow itself`];
  for (const [i, stage] of workflow.stages.entries()) {
    const path = `stages.${i}`;
    if (stage.mode === 'timer' && stage.takes === undefined)
      yield [`${path}.takes`, 'a timer stage needs how long it takes'];
    if (stage.mode === 'timer' && stage.outcomes !== undefined)
      yield [`${path}.outcomes`, 'a timer decides nothing; only a manual or http stage has outcomes'];
    if (stage.mode === 'timer' && stage.takes !== undefined && stage.holdFor <= stage.takes)
      yield [`${path}.holdFor`, tooShort(stage.holdFor, 'takes', stage.takes)];
    if (stage.mode === 'http' && stage.holdFor <= stage.timeout)
      yield [`${path}.holdFor`, tooShort(stage.holdFor, 'timeout', stage.timeout)];
    if (stage.mode === 'http' && stage.url === undefined) yield [`${path}.url`, 'an http stage needs a url'];
    if (stage.mode !== 'http' && stage.url !== undefined)
      yield [`${path}.url`, `only an http stage has one, this is ${stage.mode}`];
    if (stage.mode !== 'http' && stage.auth !== undefined)
      yield [`${path}.auth`, `only an http stage has it, this is ${stage.mode}`];
    if (stage.mode !== 'timer' && stage.takes !== undefined)
      yield [`${path}.takes`, 'only a timer stage has it; use expected'];
    // A foreign record is the ticket of visit 1, so it must lie where a new order's route begins.
    if (stage.adopt && i !== first)
      yield [`${path}.adopt`, 'only the first stage that is not retired can adopt foreign records'];
    if (`${workflow.name}.${stage.name}` === processorGroup(workflow.name))
      yield [`${path}.name`, `${stage.name} is taken: it would be the consumer group of the order-processor`];
    if (reservedRoles.has(stage.role))
      yield [`${path}.role`, `${stage.role} is no role of a stage: ${reservedRoles.get(stage.role)}`];
    if (stage.topic === workflow.results.topic) yield [`${path}.topic`, 'is the results topic as well'];
    if (['place', 'reporterror', 'cancel'].includes(stage.verb))
      yield [`${path}.verb`, `${stage.verb} is taken`];
    if (own.has(stage.topic)) yield [`${path}.topic`, `${stage.topic} is a topic of the workflow itself`];
  }
  if (workflow.scope && !hasRequiredText(workflow.details, workflow.scope.field))
    yield [
      'scope.field',
      `${workflow.scope.field} must be a required text of the details, or some orders would be nobody's`,
    ];
  yield* limitFaults(workflow);
  const words = new Set(wordsOf(workflow));
  for (const [language, translated] of Object.entries(workflow.translations)) {
    for (const word of Object.keys(translated)) {
      if (!words.has(word))
        yield [
          `translations.${language}.${word}`,
          'is no word of this file: a title, a name, a role, an option',
        ];
    }
  }
  for (const [value, partition] of Object.entries(workflow.partitionBy?.values ?? {})) {
    if (partition >= workflow.partitions) {
      yield [
        `partitionBy.values.${value}`,
        `partition ${partition} does not exist, there are ${workflow.partitions}`,
      ];
    }
  }
}

function* limitFaults({ limits, details }: ParsedWorkflow): Generator<[path: string, why: string]> {
  if (!limits) return;
  const { quantityPerDay, quantityField } = limits;
  if ((quantityPerDay === undefined) !== (quantityField === undefined))
    yield ['limits', 'quantityPerDay and quantityField belong together'];
  if (quantityField !== undefined && !hasRequired(details, quantityField, ['integer', 'number']))
    yield [
      'limits.quantityField',
      `${quantityField} must be a required number of the details, or some orders would not count`,
    ];
}

/** Roles with a meaning of their own: as a stage's they would make staff of everyone who has them. */
const reservedRoles = new Map([
  ['customer', 'everyone who orders has it, and would see all orders'],
  ['shop', 'programs that order for customers have it'],
  ['shopkeeper', 'people who keep products and customers have it'],
  ['service', 'the programs of the installation have it'],
]);

const requiredText = z.looseObject({
  required: z.array(z.string()),
  properties: z.record(z.string(), z.looseObject({})),
});

/** Whether every order has this field, and as a text. */
function hasRequiredText(details: Record<string, unknown>, field: string): boolean {
  const parsed = requiredText.safeParse(details);
  if (!parsed.success || !parsed.data.required.includes(field)) return false;
  const shape = Object.hasOwn(parsed.data.properties, field) ? parsed.data.properties[field] : undefined;
  const isText = (value: unknown) => typeof value === 'string';
  return shape?.type === 'string' || (Array.isArray(shape?.enum) && shape.enum.every(isText));
}

/** Whether every order has this field, and of one of these types. */
function hasRequired(details: Record<string, unknown>, field: string, types: readonly string[]): boolean {
  const parsed = requiredText.safeParse(details);
  if (!parsed.success || !parsed.data.required.includes(field)) return false;
  const shape = Object.hasOwn(parsed.data.properties, field) ? parsed.data.properties[field] : undefined;
  return types.includes(String(shape?.type));
}

/** The words of a file that people read: its title, its stages, and the titles and choices of its details. */
function* wordsOf({ title, stages, details }: ParsedWorkflow): Generator<string> {
  yield title;
  for (const { name, done, doing, verb, role, outcomes = [] } of stages) {
    yield* [name, done, verb, role, ...(doing === undefined ? [] : [doing]), ...outcomes];
  }
  yield* textsIn(details, 0);
}

/** Deeper parts of a schema have no input of their own on a page. */
const deepest = 6;

function* textsIn(node: unknown, depth: number): Generator<string> {
  if (typeof node === 'string') yield node;
  else if (typeof node === 'object' && node !== null && depth < deepest) {
    for (const child of Object.values(node)) yield* textsIn(child, depth + 1);
  }
}

/** Why a ticket would always be requeued before its work ends. */
function tooShort(holdFor: number, than: string, seconds: number): string {
  return `${holdFor}s must be longer than ${than} (${seconds}s), or a ticket is requeued before its work ends`;
}

import { parse } from 'yaml';
import { z } from 'zod';
import { processorGroup, topicNames } from './topic-names.ts';
import { compileDetails, type DetailsCheck } from './details.ts';
import { duration, positiveDuration } from './duration.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and dashes, at most 31, a letter first');
const topicName = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}$/, 'a Kafka topic name');

const stageShape = z.strictObject({
  name,
  /** Past participle: events, old REST fields (`MixedBy`) and pages use it. */
  done: name,
  /** The word of the REST path, `POST /api/v1/order/<verb>`. */
  verb: name,
  topic: topicName,
  role: name,
  mode: z.enum(['timer', 'http', 'manual']),
  takes: duration.optional(),
  expected: duration.optional(),
  /** Age at which a ticket is late; boards warn at 75 % of it. */
  target: duration.optional(),
  url: z.url({ protocol: /^https?$/, error: 'an http or https URL' }).optional(),
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

const fileShape = z.strictObject({
  name,
  title: z.string().min(1).max(100),
  promise: positiveDuration,
  partitions: z.int().min(1).max(1000).default(12),
  details: z.record(z.string(), z.unknown()),
  stages: z.array(stageShape).min(1).max(50),
  results: z.strictObject({ topic: topicName }),
  partitionBy: z
    .strictObject({ field: z.string().min(1), values: z.record(z.string(), z.int().min(0)) })
    .optional(),
  archiveAfter: duration.default(86_400),
  recallFor: duration.default(120),
});

/** One step of a workflow; times in seconds. */
export type Stage = Readonly<z.infer<typeof stageShape>>;
/** A workflow as its file says, checked; times in seconds. `checkDetails` lists what is wrong with an order's details. */
export type Workflow = Readonly<Omit<z.infer<typeof fileShape>, 'stages'>> & {
  readonly stages: readonly Stage[];
  readonly checkDetails: DetailsCheck;
};

/** A workflow file that cannot be used: which file, which path in it, and why. */
export class WorkflowFileError extends Error {
  override readonly name = 'WorkflowFileError';
}

/**
 * Reads one workflow file.
 * @param text YAML as in the README's "workflow file"
 * @param file named in errors
 * @throws WorkflowFileError listing every problem with its path
 */
export function parseWorkflow(text: string, file: string): Workflow {
  const parsed = fileShape.safeParse(parseYaml(text, file));
  if (!parsed.success) {
    throw new WorkflowFileError(
      parsed.error.issues.map((i) => `${file}: ${i.path.join('.') || '(top)'}: ${i.message}`).join('\n'),
    );
  }
  const problems = [...inconsistencies(parsed.data)];
  const checkDetails = compileDetails(parsed.data.details, (why) => problems.push(['details', why]));
  if (problems.length > 0) {
    throw new WorkflowFileError(problems.map(([path, why]) => `${file}: ${path}: ${why}`).join('\n'));
  }
  return { ...parsed.data, checkDetails };
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text, { maxAliasCount: 50 });
  } catch (error) {
    // Not only YAMLParseError: a bad alias is a ReferenceError.
    const why = error instanceof Error ? error.message : String(error);
    throw new WorkflowFileError(`${file}: (top): ${why}`, { cause: error });
  }
}

type Parsed = z.infer<typeof fileShape>;

/** What the shape alone cannot see: rules between fields. */
function* inconsistencies(workflow: Parsed): Generator<[path: string, why: string]> {
  const unique: (keyof Pick<Stage, 'name' | 'verb' | 'topic' | 'done'>)[] = ['name', 'verb', 'topic', 'done'];
  for (const field of unique) {
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
    const at = `stages.${i}`;
    if (stage.mode === 'timer' && stage.takes === undefined)
      yield [`${at}.takes`, 'a timer stage needs how long it takes'];
    if (stage.mode === 'http' && stage.url === undefined) yield [`${at}.url`, 'an http stage needs a url'];
    if (stage.mode !== 'http' && stage.url !== undefined)
      yield [`${at}.url`, `only an http stage has one, this is ${stage.mode}`];
    if (stage.mode !== 'timer' && stage.takes !== undefined)
      yield [`${at}.takes`, 'only a timer stage has it; use expected'];
    // A foreign record is the ticket of visit 1, so it must lie where a new order's route begins.
    if (stage.adopt && i !== first)
      yield [`${at}.adopt`, 'only the first stage that is not retired can adopt foreign records'];
    if (`${workflow.name}.${stage.name}` === processorGroup(workflow.name))
      yield [`${at}.name`, `${stage.name} is taken: it would be the consumer group of the order-processor`];
    if (stage.topic === workflow.results.topic) yield [`${at}.topic`, 'is the results topic as well'];
    if (['place', 'reporterror', 'cancel'].includes(stage.verb))
      yield [`${at}.verb`, `${stage.verb} is taken`];
    if (own.has(stage.topic)) yield [`${at}.topic`, `${stage.topic} is a topic of the workflow itself`];
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

/** The names of the stages a new order passes, in order: all that are not retired. */
export function routeOf(workflow: Workflow): string[] {
  return workflow.stages.filter((s) => !s.retired).map((s) => s.name);
}

/**
 * The stage of that name.
 * @throws when the workflow has none: an order's route may name a stage that was taken out without `retired`.
 */
export function stageNamed(workflow: Workflow, stageName: string): Stage {
  const stage = workflow.stages.find((s) => s.name === stageName);
  if (!stage)
    throw new Error(`workflow ${workflow.name} has no stage ${stageName}; put it back as retired: true`);
  return stage;
}

/** Seconds of work that a stage is expected to need: `takes`, else `expected`, else 0. */
export function expectedSeconds(stage: Stage): number {
  return stage.takes ?? stage.expected ?? 0;
}

import { compileDetails, type DetailsCheck } from './details.ts';
import { readYaml } from './read-yaml.ts';
import { inconsistencies } from './workflow-rules.ts';
import { type ParsedWorkflow, workflowSchema } from './workflow-schema.ts';

/** One step of a workflow; times in seconds. */
export type Stage = Readonly<ParsedWorkflow['stages'][number]>;
/** A checked workflow file; times in seconds. `checkDetails` lists what is wrong with an order's details. */
export type Workflow = Readonly<Omit<ParsedWorkflow, 'stages'>> & {
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
  const parsed = readYaml(
    { text, file },
    workflowSchema,
    (message, cause) => new WorkflowFileError(message, { cause }),
  );
  const problems = [...inconsistencies(parsed)];
  const checkDetails = compileDetails(parsed.details, (why) => problems.push(['details', why]));
  if (problems.length > 0) {
    throw new WorkflowFileError(problems.map(([path, why]) => `${file}: ${path}: ${why}`).join('\n'));
  }
  return { ...parsed, checkDetails };
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

import { parseWorkflow, type Workflow, WorkflowFileError } from './workflow-file.ts';

/** Endings of workflow files. */
export const workflowFileEndings = ['.yaml', '.yml'] as const;

/**
 * Reads all workflow files of an installation: by name, which must be unique, as must their topics.
 * @throws WorkflowFileError
 */
export function parseWorkflows(files: readonly { name: string; text: string }[]): Map<string, Workflow> {
  const workflows = new Map<string, Workflow>();
  const topics = new Map<string, string>();
  for (const file of files) {
    const workflow = parseWorkflow(file.text, file.name);
    if (workflows.has(workflow.name)) {
      throw new WorkflowFileError(`${file.name}: name: another file describes ${workflow.name} already`);
    }
    for (const topic of [...workflow.stages.map((s) => s.topic), workflow.results.topic]) {
      const other = topics.get(topic);
      if (other !== undefined) {
        throw new WorkflowFileError(`${file.name}: topic ${topic} belongs to workflow ${other} already`);
      }
      topics.set(topic, workflow.name);
    }
    workflows.set(workflow.name, workflow);
  }
  return workflows;
}

/** @throws WorkflowFileError naming the workflows that there are */
export function workflowNamed(workflows: ReadonlyMap<string, Workflow>, name: string): Workflow {
  const workflow = workflows.get(name);
  if (workflow) return workflow;
  throw new WorkflowFileError(`there is no workflow ${name}, only ${[...workflows.keys()].join(', ')}`);
}

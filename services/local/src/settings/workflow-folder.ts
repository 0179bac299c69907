import { readTextFiles } from '@cupcakery/kit/files';
import { type Workflow, WorkflowFileError } from '@cupcakery/workflow/file/workflow-file';
import { parseWorkflows, workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import { SetupError } from '../toolbox/setup-error.ts';

/** The workflows of a folder by name; throws a SetupError that names file, path and reason for one that cannot be used. */
export function workflowsIn(folder: string): ReadonlyMap<string, Workflow> {
  try {
    return parseWorkflows(readTextFiles(folder, workflowFileEndings));
  } catch (error) {
    throw error instanceof WorkflowFileError ? new SetupError(error.message) : error;
  }
}

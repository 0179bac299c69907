import { readFileSync } from 'node:fs';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';

const file = new URL('../../../../charts/cupcakery/workflows/cupcakes.yaml', import.meta.url);

/** The default workflow, for unit tests. */
export const cupcakes = parseWorkflow(readFileSync(file, 'utf8'), 'cupcakes.yaml');

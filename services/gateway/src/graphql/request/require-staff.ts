import { isStaff } from '@cupcakery/workflow/access/access';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { GatewayContext } from '../context/context.ts';
import { requestError } from './errors.ts';

/**
 * Refuses callers who do not work on this workflow: numbers about all orders are not for customers.
 * @throws GraphQLError FORBIDDEN
 */
export function requireStaff({ caller: { principal } }: GatewayContext, workflow: Workflow): void {
  if (isStaff(principal, workflow)) return;
  throw requestError('FORBIDDEN', `This is for who works on ${workflow.name}: a stage's role, sre or admin.`);
}

import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { seesAllOrders } from '../feed/selection.ts';
import type { GatewayContext } from './context.ts';
import { requestError } from './errors.ts';

/** Refuses callers who do not work on this workflow: numbers about all orders are not for customers. */
export function requireStaff({ caller: { principal } }: GatewayContext, workflow: Workflow): void {
  if (seesAllOrders(principal, workflow)) return;
  throw requestError('FORBIDDEN', `This is for who works on ${workflow.name}: a stage's role, sre or admin.`);
}

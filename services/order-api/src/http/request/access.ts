import type { Principal } from '@cupcakery/kit/auth/principal';
import { isStaff } from '@cupcakery/workflow/access/access';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { RequestFailure } from '../../failures/request-failure.ts';
import { requireRole } from './require-role.ts';

/** Throws Problem 403 unless the caller may place orders: customers and staff. */
export function requireCustomerOrStaff(principal: Principal, workflow: Workflow): void {
  if (!isStaff(principal, workflow)) requireRole(principal, 'customer');
}

/** Throws Problem 403 unless the caller works on this workflow. */
export function requireStaff(principal: Principal, workflow: Workflow): void {
  if (!isStaff(principal, workflow)) requireRole(principal, 'admin');
}

/** Throws Problem 403 unless the caller has the role of that stage; an unknown stage only requires staff. */
export function requireStage(principal: Principal, workflow: Workflow, stageName: string): void {
  const stage = workflow.stages.find((s) => s.name === stageName);
  if (stage) requireRole(principal, stage.role);
  else requireStaff(principal, workflow);
}

/** Throws RequestFailure CLAIMED when the caller would act under the name of another person with the claim. */
export function refuseActingForClaimHolder(
  principal: Principal,
  order: Order | undefined,
  actAs: string | undefined,
): void {
  if (actAs === undefined || actAs === principal.name || principal.roles.includes('admin')) return;
  if (order?.claimedBy !== actAs) return;
  throw new RequestFailure('CLAIMED', { detail: `claimed by ${actAs}` });
}

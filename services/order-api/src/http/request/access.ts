import { hasRole, type Principal, requireRole } from '@cupcakery/kit/auth/principal';
import { Problem } from '@cupcakery/kit/http/problem';
import type { Actor } from '@cupcakery/workflow/contracts/command';
import { hashOf } from '@cupcakery/workflow/contracts/identity';
import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';

const longestName = 200;

/** Who owns orders and idempotency keys: the subject, or its hash when a command has no room for it. */
export function identityOf({ subject }: Principal): string {
  return subject.length <= longestName ? subject : hashOf(subject);
}

/** Whether the caller works on this workflow, and so may read all its orders: any stage's role, sre or admin. */
export function isStaff(principal: Principal, workflow: Workflow): boolean {
  return hasRole(principal, 'sre') || workflow.stages.some(({ role }) => principal.roles.includes(role));
}

/**
 * The caller as the decider sees it. Staff act under the name that boards show, everybody else as the customer
 * of their subject. Only an administrator may take over claims.
 * @param actAs the name to act under instead (old kitchen terminals send it: `MixedBy`)
 */
export function actorOf(principal: Principal, workflow: Workflow, actAs?: string): Actor {
  if (!isStaff(principal, workflow)) return { kind: 'customer', name: identityOf(principal) };
  const kind = principal.roles.includes('admin') ? 'manager' : 'cook';
  return { kind, name: (actAs ?? principal.name).slice(0, longestName) };
}

/** Whether the caller may see the order; who may not is told that it does not exist. */
export function mayRead(principal: Principal, workflow: Workflow, order: Order): boolean {
  return isStaff(principal, workflow) || order.customerId === identityOf(principal);
}

/** Throws Problem 403 unless the caller may place orders: customers and staff. */
export function requireCustomerOrStaff(principal: Principal, workflow: Workflow): void {
  if (!isStaff(principal, workflow)) requireRole(principal, 'customer');
}

/** Throws Problem 403 unless the caller works on this workflow. */
export function requireStaff(principal: Principal, workflow: Workflow): void {
  if (!isStaff(principal, workflow)) requireRole(principal, 'admin');
}

/** Throws Problem 403 unless the caller has the role of that stage; a stage nobody knows has no role to lack. */
export function requireStage(principal: Principal, workflow: Workflow, stageName: string): void {
  const stage = workflow.stages.find((s) => s.name === stageName);
  if (stage) requireRole(principal, stage.role);
  else if (!isStaff(principal, workflow)) requireRole(principal, 'admin');
}

/** Throws Problem 409 when the caller would act in the name of another who holds the ticket. */
export function refuseActingForClaimHolder(
  principal: Principal,
  order: Order | undefined,
  as: string | undefined,
): void {
  if (as === undefined || as === principal.name || principal.roles.includes('admin')) return;
  if (order?.claimedBy !== as) return;
  throw new Problem({
    status: 409,
    code: 'CLAIMED',
    title: 'Somebody else has this ticket',
    detail: `claimed by ${as}`,
  });
}

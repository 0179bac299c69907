import { hashOf } from '../contracts/identity.ts';
import type { Order } from '../contracts/order.ts';
import type { Workflow } from '../file/workflow-file.ts';

/** A caller as far as rights go: the subject of a token and its roles. */
export type Caller = { subject: string; roles: readonly string[] };

/** Longer subjects do not fit in a command; their hash is used instead. */
const longestSubject = 200;

/** Whether the caller has the role; `admin` has all. */
export function hasRole({ roles }: Caller, role: string): boolean {
  return roles.includes(role) || roles.includes('admin');
}

/** Whether the caller works on this workflow, and so may read all its orders: any stage's role, sre or admin. */
export function isStaff(caller: Caller, workflow: Workflow): boolean {
  return hasRole(caller, 'sre') || workflow.stages.some(({ role }) => caller.roles.includes(role));
}

/** The owner of the caller's orders and idempotency keys (`customerId`): the subject, or its hash when it is long. */
export function customerIdOf({ subject }: Caller): string {
  return subject.length <= longestSubject ? subject : hashOf(subject);
}

/** Whether the caller may see the order; for everyone else it must look as if it did not exist. */
export function mayRead(caller: Caller, workflow: Workflow, order: Order): boolean {
  return isStaff(caller, workflow) || order.customerId === customerIdOf(caller);
}

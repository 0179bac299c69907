import { hashOf } from '../contracts/identity.ts';
import { maxSubjectLength } from '../contracts/person.ts';
import type { Workflow } from '../file/workflow-file.ts';

/** A caller as far as rights go: the subject, the roles and the claims of a token that workflow files name in `scope`. */
export type Caller = {
  subject: string;
  roles: readonly string[];
  claims?: Readonly<Record<string, readonly string[]>>;
};

/** What rights need of a workflow. */
export type WorkflowRights = Pick<Workflow, 'name' | 'stages' | 'scope'>;

/** The owner of the caller's orders and idempotency keys (`customerId`): the subject, or its hash when it is long. */
export function customerIdOf({ subject }: Pick<Caller, 'subject'>): string {
  return subject.length <= maxSubjectLength ? subject : hashOf(subject);
}

/**
 * Whether the caller has the role on this workflow: `sre` counts on every workflow, `cupcakes:sre` on that one alone.
 * `admin` has all roles.
 */
export function hasRole({ roles }: Pick<Caller, 'roles'>, workflow: { name: string }, role: string): boolean {
  return [role, 'admin'].some((one) => roles.includes(one) || roles.includes(`${workflow.name}:${one}`));
}

/** The role of a wall screen: it may do the work of that stage and see what goes on, and nothing else that staff may. */
export function boardRole(workflow: string, stage: string): string {
  return `${workflow}:board:${stage}`;
}

/** The role of who has a link to one order. */
export function linkRole(workflow: string, orderId: string): string {
  return `${workflow}:link:${orderId}`;
}

/** Whether the caller is a wall screen of one of the workflow's stages. */
export function isBoard({ roles }: Pick<Caller, 'roles'>, { name }: { name: string }): boolean {
  return roles.some((role) => role.startsWith(boardRole(name, '')));
}

/** Whether the caller works on this workflow: any stage's role, sre or admin. */
export function isStaff(caller: Pick<Caller, 'roles'>, workflow: WorkflowRights): boolean {
  return (
    hasRole(caller, workflow, 'sre') || workflow.stages.some(({ role }) => hasRole(caller, workflow, role))
  );
}

/**
 * The values of the workflow's scope field on which the caller works; undefined: on all orders, because the workflow has no
 * scope or the caller keeps the whole of it running.
 */
export function scopeOf(caller: Caller, workflow: WorkflowRights): readonly string[] | undefined {
  if (!workflow.scope || hasRole(caller, workflow, 'sre')) return undefined;
  return caller.claims?.[workflow.scope.claim] ?? [];
}

/** The claims of tokens by which the workflows' scopes are decided, each once. */
export function claimsOf(workflows: Iterable<Pick<Workflow, 'scope'>>): string[] {
  return [...new Set([...workflows].flatMap(({ scope }) => scope?.claim ?? []))];
}

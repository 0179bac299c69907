import type { Principal } from '@cupcakery/kit/auth/principal';
import { customerIdOf, isBoard, isStaff, scopeOf } from '@cupcakery/workflow/access/caller';
import { may } from '@cupcakery/workflow/access/rights';
import type { Command } from '@cupcakery/workflow/contracts/command';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';

/** Longer names are cut. */
export const maxNameLength = 200;

/**
 * A name to act under instead of the caller's own, and where it comes from: the field of the request that gave it (`as`,
 * `MixedBy`), or the wall screen at which its person gave a code; then `sub` is that person.
 */
export type ActAs = { name: string; field: string; sub?: string };

/**
 * The caller as the decider sees it: the person by its subject, and for staff the name that boards show. Other callers act as
 * the customer of their subject. Only an administrator may take over claims.
 */
export function identityOf(
  principal: Principal,
  workflow: Workflow,
  actAs?: ActAs,
): Pick<Command, 'by' | 'actor' | 'scope'> {
  const sub = customerIdOf(principal);
  if (!isStaff(principal, workflow) && !isBoard(principal, workflow))
    return { by: { kind: 'customer', name: sub }, actor: { sub } };
  const kind = may(principal, 'ticket.take-over', { workflow }) ? 'manager' : 'cook';
  const scope = scopeOf(principal, workflow);
  return {
    by: { kind, name: (actAs?.name ?? principal.name).slice(0, maxNameLength) },
    actor: { sub: actAs?.sub ?? sub, ...(actAs === undefined ? {} : { via: actAs.field }) },
    ...(scope === undefined ? {} : { scope: [...scope] }),
  };
}

import type { Principal } from '@cupcakery/kit/auth/principal';
import { customerIdOf, isStaff } from '@cupcakery/workflow/access/access';
import type { Actor } from '@cupcakery/workflow/contracts/command';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';

const maxNameLength = 200;

/**
 * The caller as the decider sees it. Staff act under the name that boards show, other callers as the customer of their
 * subject. Only an administrator may take over claims.
 * @param actAs the name to act under instead (old kitchen terminals send it: `MixedBy`)
 */
export function actorOf(principal: Principal, workflow: Workflow, actAs?: string): Actor {
  if (!isStaff(principal, workflow)) return { kind: 'customer', name: customerIdOf(principal) };
  const kind = principal.roles.includes('admin') ? 'manager' : 'cook';
  return { kind, name: (actAs ?? principal.name).slice(0, maxNameLength) };
}

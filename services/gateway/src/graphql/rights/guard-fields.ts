import { type Action, denialOf, denialSentence } from '@cupcakery/workflow/access/rights';
import type { GraphQLResolveInfo } from 'graphql';
import type { GatewayContext } from '../context/context.ts';
import { requestError } from '../request/errors.ts';

type Args = { workflow?: string };
type Resolve = (root: unknown, args: Args, context: GatewayContext, info: GraphQLResolveInfo) => unknown;

/**
 * The same fields, refused to callers whom the rights table does not allow them, before anything of them runs.
 * @param fields resolvers of queries, or `subscribe` and `resolve` of subscriptions
 */
export function guardFields<T extends object>(rights: Record<keyof T, Action>, fields: T): T {
  const guarded: Partial<T> = {};
  for (const name of Object.keys(fields) as (keyof T & string)[]) {
    guarded[name] = guardField(rights[name], fields[name], name) as T[typeof name];
  }
  return guarded as T;
}

function guardField(action: Action, field: unknown, name: string): unknown {
  if (typeof field === 'function') return guard(action, field as Resolve);
  if (typeof field === 'object' && field !== null && 'subscribe' in field) {
    return { ...field, subscribe: guard(action, field.subscribe as Resolve) };
  }
  throw new Error(`the resolver of ${name} is neither a function nor a subscription`);
}

function guard(action: Action, resolve: Resolve): Resolve {
  return (root, args, context, info) => {
    authorize(context, action, args.workflow);
    return resolve(root, args, context, info);
  };
}

/**
 * Refuses a caller whom the rights table does not allow the action on that workflow; a workflow that does not exist is left to
 * the resolver. A refusal is in the audit.
 * @throws GraphQLError FORBIDDEN naming the roles of which one is needed
 */
function authorize(
  { workflows, audit, caller }: GatewayContext,
  action: Action,
  name: string | undefined,
): void {
  const workflow = name === undefined ? undefined : workflows.get(name);
  if (!workflow) return;
  const denial = denialOf(caller.principal, action, { workflow });
  if (!denial) return;
  audit.denied(caller.audited, { action, object: workflow.name, reason: 'role', needs: denial.needs });
  throw requestError('FORBIDDEN', denialSentence(denial));
}

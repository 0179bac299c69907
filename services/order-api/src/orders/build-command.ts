import { randomUUID } from 'node:crypto';
import type { Principal } from '@cupcakery/kit/auth/principal';
import { customerIdOf } from '@cupcakery/workflow/access/caller';
import type { Command, CommandOf } from '@cupcakery/workflow/contracts/command';
import { hashOf, keyHashOf, newOrderId } from '@cupcakery/workflow/contracts/identity';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { type FieldFailure, RequestFailure } from '../failures/request-failure.ts';
import { type ActAs, identityOf, maxNameLength } from './actor.ts';
import { canonicalJson } from './canonical-json.ts';

/** What a command takes from the request that it comes from, besides its body. */
export type CommandSource = { principal: Principal; idempotencyKey: string | undefined };

type Fields<T extends Command['type']> = Omit<
  CommandOf<T>,
  'id' | 'orderId' | 'by' | 'actor' | 'scope' | 'bodyHash'
>;
/** What a person may do to an existing order. */
export type ActionFields = Exclude<
  { [T in Command['type']]: Fields<T> }[Command['type']],
  { type: 'place' | 'start' | 'requeue' }
>;

/** An order to place; `customerId`: its owner, where that is not the caller. */
export type NewOrder = { details: Record<string, unknown>; customerId?: string | undefined };

/**
 * A command that places an order. An order for a customer is placed by staff or a program: it is not the caller's own.
 * @throws RequestFailure DETAILS_INVALID
 */
export function placeCommand(
  workflow: Workflow,
  { principal, idempotencyKey }: CommandSource,
  { details, customerId: owner }: NewOrder,
): CommandOf<'place'> {
  const errors = workflow.checkDetails(details);
  if (errors.length > 0) throw detailsInvalid(errors);
  const sub = customerIdOf(principal);
  const customerId = owner === undefined ? sub : customerIdOf({ subject: owner });
  const keyHash = idempotencyKey === undefined ? undefined : keyHashOf(workflow.name, sub, idempotencyKey);
  const body = owner === undefined ? details : { details, customerId };
  return {
    // Not derived from the key: the key's hash deduplicates, and each request needs a reply of its own.
    id: randomUUID(),
    type: 'place',
    orderId: orderIdFor(workflow, details, keyHash),
    ...(owner === undefined ? identityOf(principal, workflow) : programOf(principal)),
    details,
    customerId,
    ...(keyHash === undefined ? {} : { keyHash, bodyHash: hashOf(canonicalJson(body)) }),
  };
}

/** Who places an order for somebody else. */
function programOf(principal: Principal): Pick<Command, 'by' | 'actor'> {
  return {
    by: { kind: 'cook', name: principal.name.slice(0, maxNameLength) },
    actor: { sub: customerIdOf(principal) },
  };
}

/** A command on an existing order. */
export function actionCommand(
  workflow: Workflow,
  { principal, idempotencyKey }: CommandSource,
  { orderId, fields, actAs }: { orderId: string; fields: ActionFields; actAs: ActAs | undefined },
): Command {
  return {
    ...fields,
    id:
      idempotencyKey === undefined
        ? randomUUID()
        : // With the order: answers are kept per order, and a reply is recognised by this id alone.
          hashOf(workflow.name, customerIdOf(principal), orderId, idempotencyKey),
    orderId,
    ...identityOf(principal, workflow, actAs),
    ...(idempotencyKey === undefined
      ? {}
      : { bodyHash: hashOf(canonicalJson({ ...fields, as: actAs?.name, cook: actAs?.sub })) }),
  };
}

function orderIdFor(
  workflow: Workflow,
  details: Record<string, unknown>,
  keyHash: string | undefined,
): string {
  try {
    return newOrderId(workflow, details, keyHash);
  } catch (error) {
    if (!(error instanceof RangeError) || !workflow.partitionBy) throw error;
    const { field, values } = workflow.partitionBy;
    throw detailsInvalid([
      { field: `/${field}`, detail: `must be one of ${Object.keys(values).join(', ')}` },
    ]);
  }
}

const detailsInvalid = (fields: readonly FieldFailure[]) => new RequestFailure('DETAILS_INVALID', { fields });

import { randomUUID } from 'node:crypto';
import type { Principal } from '@cupcakery/kit/auth/principal';
import { customerIdOf } from '@cupcakery/workflow/access/caller';
import { canonicalJson } from '@cupcakery/workflow/contracts/canonical-json';
import type { Command, CommandOf } from '@cupcakery/workflow/contracts/command';
import type { Contact } from '@cupcakery/workflow/contracts/contact';
import type { ControlCommand } from '@cupcakery/workflow/contracts/control';
import { hashOf, keyHashOf, newOrderId } from '@cupcakery/workflow/contracts/identity';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { type FieldFailure, RequestFailure } from '../failures/request-failure.ts';
import { type ActAs, identityOf, maxNameLength } from './actor.ts';

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
export type NewOrder = {
  details: Record<string, unknown>;
  customerId?: string | undefined;
  contact?: Contact | undefined;
};
type ControlFields = Pick<ControlCommand, 'about' | 'paused' | 'reason'>;

/**
 * A command that places an order. An order for a customer is placed by staff or a program: it is not the caller's own.
 * @param intakePaused why no orders are taken now; then only an order that the key has placed before is answered
 * @throws RequestFailure DETAILS_INVALID
 */
export function placeCommand(
  workflow: Workflow,
  { principal, idempotencyKey }: CommandSource,
  { details, customerId: owner, contact }: NewOrder,
  intakePaused?: string,
): CommandOf<'place'> {
  const errors = workflow.checkDetails(details);
  if (errors.length > 0) throw detailsInvalid(errors);
  const sub = customerIdOf(principal);
  const customerId = owner === undefined ? sub : customerIdOf({ subject: owner });
  const keyHash = idempotencyKey === undefined ? undefined : keyHashOf(workflow.name, sub, idempotencyKey);
  // The details alone as they were before there was more: a key of an older release is still answered.
  const body =
    owner === undefined && contact === undefined ? details : { details, customerId: owner, contact };
  return {
    // Not derived from the key: the key's hash deduplicates, and each request needs a reply of its own.
    id: randomUUID(),
    type: 'place',
    orderId: orderIdFor(workflow, details, keyHash),
    ...(owner === undefined ? identityOf(principal, workflow) : programOf(principal)),
    details,
    customerId,
    ...(contact === undefined ? {} : { contact }),
    ...(intakePaused === undefined ? {} : { intakePaused }),
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
    ...keyedOf(workflow, { principal, idempotencyKey }, orderId, {
      ...fields,
      as: actAs?.name,
      cook: actAs?.sub,
    }),
    orderId,
    ...identityOf(principal, workflow, actAs),
  };
}

/** A command that pauses or resumes. */
export function controlCommand(
  workflow: Workflow,
  source: CommandSource,
  orderId: string,
  fields: ControlFields,
): ControlCommand {
  const { by, actor } = identityOf(source.principal, workflow);
  return {
    type: 'control',
    ...fields,
    ...keyedOf(workflow, source, orderId, fields),
    orderId,
    by,
    ...(actor ? { actor } : {}),
  };
}

/** The id of a command, by which its reply is recognised, and what identifies its body. */
function keyedOf(
  workflow: Workflow,
  { principal, idempotencyKey }: CommandSource,
  orderId: string,
  body: object,
): Pick<Command, 'id' | 'bodyHash'> {
  if (idempotencyKey === undefined) return { id: randomUUID() };
  return {
    // With the order: answers are kept per order, and a reply is recognised by this id alone.
    id: hashOf(workflow.name, customerIdOf(principal), orderId, idempotencyKey),
    bodyHash: hashOf(canonicalJson(body)),
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

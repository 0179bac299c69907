import { randomUUID } from 'node:crypto';
import type { Principal } from '@cupcakery/kit/auth/principal';
import { customerIdOf } from '@cupcakery/workflow/access/access';
import type { Command, CommandOf } from '@cupcakery/workflow/contracts/command';
import { hashOf, keyHashOf, newOrderId } from '@cupcakery/workflow/contracts/identity';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { type FieldFailure, RequestFailure } from '../failures/request-failure.ts';
import { actorOf } from './actor.ts';
import { canonicalJson } from './canonical-json.ts';

/** What a command takes from the request that it comes from, besides its body. */
export type CommandSource = { principal: Principal; idempotencyKey: string | undefined };

type Fields<T extends Command['type']> = Omit<CommandOf<T>, 'id' | 'orderId' | 'by' | 'bodyHash'>;
/** What a person may do to an existing order. */
export type ActionFields = Exclude<
  { [T in Command['type']]: Fields<T> }[Command['type']],
  { type: 'place' | 'start' | 'requeue' }
>;

/**
 * A command that places an order with these details.
 * @throws RequestFailure DETAILS_INVALID
 */
export function placeCommand(
  workflow: Workflow,
  { principal, idempotencyKey }: CommandSource,
  details: Record<string, unknown>,
): CommandOf<'place'> {
  const errors = workflow.checkDetails(details);
  if (errors.length > 0) throw detailsInvalid(errors);
  const customerId = customerIdOf(principal);
  const keyHash =
    idempotencyKey === undefined ? undefined : keyHashOf(workflow.name, customerId, idempotencyKey);
  return {
    // Not derived from the key: the key's hash deduplicates, and each request needs a reply of its own.
    id: randomUUID(),
    type: 'place',
    orderId: orderIdFor(workflow, details, keyHash),
    by: actorOf(principal, workflow),
    details,
    customerId,
    ...(keyHash === undefined ? {} : { keyHash, bodyHash: hashOf(canonicalJson(details)) }),
  };
}

/** @param actAs the name that staff act under instead of their own */
export function actionCommand(
  workflow: Workflow,
  { principal, idempotencyKey }: CommandSource,
  { orderId, fields, actAs }: { orderId: string; fields: ActionFields; actAs: string | undefined },
): Command {
  return {
    ...fields,
    id:
      idempotencyKey === undefined
        ? randomUUID()
        : // With the order: answers are kept per order, and a reply is recognised by this id alone.
          hashOf(workflow.name, customerIdOf(principal), orderId, idempotencyKey),
    orderId,
    by: actorOf(principal, workflow, actAs),
    ...(idempotencyKey === undefined ? {} : { bodyHash: hashOf(canonicalJson({ ...fields, as: actAs })) }),
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

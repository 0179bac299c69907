import { createHash, randomBytes } from 'node:crypto';
import type { Workflow } from '../file/workflow-file.ts';

/** Hex of SHA-256 over the parts, each prefixed with its length so that no two lists of parts collide. */
export function hashOf(...parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** Hash of an idempotency key, scoped to the workflow and the caller: another user's equal key differs. */
export function keyHashOf(workflow: string, subject: string, idempotencyKey: string): string {
  return hashOf(workflow, subject, idempotencyKey);
}

/**
 * A new order id `<h>-<random>`. Orders of one key share `h`, hence the partition, where the
 * processor finds the first of them. With `partitionBy`, `h` starts with `p<partition>.`.
 * @param keyHash from keyHashOf; without it `h` is random
 * @throws RangeError when the details have no partition under `partitionBy`
 */
export function newOrderId(workflow: Workflow, details: Record<string, unknown>, keyHash?: string): string {
  const h = (keyHash ?? randomBytes(10).toString('hex')).slice(0, 20);
  return `${partitionPrefix(workflow, details)}${h}-${randomBytes(4).toString('hex')}`;
}

function partitionPrefix(workflow: Workflow, details: Record<string, unknown>): string {
  const rule = workflow.partitionBy;
  if (!rule) return '';
  const value = String(details[rule.field]);
  // Own values only: a department called `constructor` has no partition either.
  const partition = Object.hasOwn(rule.values, value) ? rule.values[value] : undefined;
  if (partition === undefined) {
    throw new RangeError(`details/${rule.field} must be one of ${Object.keys(rule.values).join(', ')}`);
  }
  return `p${partition}.`;
}

/** The part of an order id that decides its partition and is shared by orders of the same idempotency key. */
export function hashPart(orderId: string): string {
  const dash = orderId.indexOf('-');
  return dash < 0 ? orderId : orderId.slice(0, dash);
}

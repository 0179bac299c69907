import type { Order } from '@cupcakery/workflow/contracts/order';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import { legacyFieldName } from './legacy-bodies.ts';

/** The fields of a stage in the old order: `MixedBy`, `MixedOn`. */
export function legacyStageFields(done: string): { by: string; on: string } {
  return { by: `${legacyFieldName(done)}By`, on: `${legacyFieldName(done)}On` };
}

/**
 * The order in the old factory's format: `Id`, `Flavour`, `MixedBy`, `MixedOn` (null until it is done), and after those,
 * in lower case, the new fields.
 */
export function legacyOrder(workflow: Workflow, order: Order): Record<string, unknown> {
  const legacy: Record<string, unknown> = { Id: order.id };
  for (const [name, value] of Object.entries(order.details)) legacy[legacyFieldName(name)] = value;
  legacy.CreatedOn = order.placedAt;
  for (const { name, done } of workflow.stages) {
    if (!order.route.includes(name)) continue;
    const { by, on } = legacyStageFields(done);
    const progress = order.stages.find((s) => s.name === name);
    legacy[by] = progress?.completedAt === undefined ? null : (progress.by ?? null);
    legacy[on] = progress?.completedAt ?? null;
  }
  const { status, stage, stageStatus, promisedAt, updatedAt, version, claimedBy, incident } = order;
  Object.assign(legacy, { status, stage, stageStatus, promisedAt, updatedAt, version });
  if (claimedBy !== undefined) legacy.claimedBy = claimedBy;
  if (incident !== undefined) legacy.incident = incident;
  return legacy;
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });

/** The acknowledgment of a new order: the promised time in words, the same for every repeat. */
export function acknowledgment(title: string, order: Order): string {
  const promised = new Date(order.promisedAt);
  const span = durationInWords((promised.getTime() - Date.parse(order.placedAt)) / 1000);
  return `Thank you. Your order of ${title} is placed and promised within ${span}, by ${clock.format(promised)} UTC on ${day.format(promised)}.`;
}

/** Seconds in words, in the largest unit that divides them. */
export function durationInWords(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, unit] = units.find(([s]) => seconds >= s && seconds % s === 0) ?? [1, 'second'];
  const count = Math.round(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

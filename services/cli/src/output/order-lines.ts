import type { Order } from '../api/orders.ts';
import { agoText, sinceText, spanText } from './spans.ts';

/** Details on one line: `Vanilla, M, 6`. */
export function detailsText(details: Record<string, unknown>): string {
  return Object.values(details)
    .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
    .join(', ');
}

/** Where an order is: `bake, waiting`, `finished`. */
export function whereText({
  status,
  stage,
  stageStatus,
  claimedBy,
}: Pick<Order, 'status' | 'stage' | 'stageStatus' | 'claimedBy'>): string {
  if (status === 'open')
    return `${stage}, ${stageStatus}${claimedBy === undefined ? '' : ` by ${claimedBy}`}`;
  return status === 'incident' ? `${stage}, incident` : status;
}

/** An order as a person reads it, line by line. */
export function orderLines(order: Order, now: number): string[] {
  const { id, details, placedAt, promisedAt, incident, stages } = order;
  const isOpen = order.status === 'open' || order.status === 'incident';
  const promise = isOpen ? ` (${agoText(promisedAt, now)})` : '';
  return [
    id,
    `  ${detailsText(details)}`,
    `  ${whereText(order)}`,
    `  placed   ${placedAt} (${agoText(placedAt, now)})`,
    `  promised ${promisedAt}${promise}`,
    ...(incident ? [`  incident ${incident.reason} (${incident.by}, ${agoText(incident.at, now)})`] : []),
    ...stages.map((stage) => `  ${stage.name.padEnd(10)} ${stageText(stage, now)}`),
  ];
}

function stageText(
  { readyAt, startedAt, completedAt, by, outcome }: Order['stages'][number],
  now: number,
): string {
  const who = by === undefined ? '' : ` by ${by}`;
  if (completedAt !== undefined) {
    const began = startedAt ?? readyAt;
    const took =
      began === undefined ? '' : `, took ${spanText((Date.parse(completedAt) - Date.parse(began)) / 1000)}`;
    return `${outcome ?? 'done'}${who} ${agoText(completedAt, now)}${took}`;
  }
  if (startedAt !== undefined) return `in work${who} for ${sinceText(startedAt, now)}`;
  return readyAt === undefined ? '-' : `waits for ${sinceText(readyAt, now)}`;
}

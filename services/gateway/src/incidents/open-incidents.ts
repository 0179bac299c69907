import type { Order } from '@cupcakery/workflow/contracts/order';
import type { RecordIncident } from './record-incidents.ts';

/** Something that waits for a person's decision: an order that stopped, or a record that cannot be read. */
export type OpenIncident =
  | { kind: 'order'; order: Order; cause: NonNullable<Order['incident']> }
  | ({ kind: 'record' } & RecordIncident);

/** The open incidents of one workflow. */
export type OpenIncidents = {
  orders(): Iterable<Order>;
  records(): Iterable<RecordIncident>;
};

/**
 * The open incidents, oldest first.
 * @param isVisible whether the caller works on that order
 * @param withRecords whether records that cannot be read are among them
 * @param first at most so many
 */
export function listIncidents(
  { orders, records }: OpenIncidents,
  {
    isVisible,
    withRecords,
    first,
  }: { isVisible: (order: Order) => boolean; withRecords: boolean; first: number },
): OpenIncident[] {
  const found: OpenIncident[] = [];
  for (const order of orders())
    if (order.incident && isVisible(order)) found.push({ kind: 'order', order, cause: order.incident });
  if (withRecords) for (const record of records()) found.push({ kind: 'record', ...record });
  return found.sort((a, b) => (sinceOf(a) < sinceOf(b) ? -1 : 1)).slice(0, first);
}

function sinceOf(open: OpenIncident): string {
  return open.kind === 'order' ? open.cause.at : open.incident.at;
}
